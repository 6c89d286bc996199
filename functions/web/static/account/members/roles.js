/** What a role in a team means, in words, and who may do what with the team. What counts is what the API allows. */

export const ROLES = { viewer: "Viewer", member: "Member", admin: "Admin", owner: "Owner" };

const MEANINGS = {
  viewer: "A viewer looks at the team’s apps.",
  member: "A member looks at the team’s apps, and keeps funnels, boards and notes.",
  admin: "An admin changes the team’s apps, and who is in the team.",
  owner: "An owner may do everything with the team and its apps.",
};
const ADMINS = ["admin", "owner"];

const list = (roles) => roles.split(",");

/** "Member, Admin" of `member,admin`. */
export const said = (roles) => list(roles).map((role) => ROLES[role] ?? role).join(", ");

export const meaning = (roles) => list(roles).map((role) => MEANINGS[role] ?? "").join(" ");

export const isOwner = (roles) => list(roles).includes("owner");

/** Whether it is for who has these roles to invite, to remove, to rename. */
export const runsTeam = (roles) => list(roles).some((role) => ADMINS.includes(role));

/** Whether who has these roles in an app may change it. */
export const runsApp = runsTeam;

/** The roles that somebody may give. */
export const given = (roles) => Object.keys(ROLES).filter((role) => role !== "owner" || isOwner(roles));
