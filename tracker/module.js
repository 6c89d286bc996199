// The tracker as a module: `import spoor from "https://…/spoor.mjs"`.

import { create } from "./spoor.js";

export default create(import.meta.url);
