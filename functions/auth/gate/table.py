"""Which endpoint a method and a path lead to."""

from auth.gate.endpoint import Endpoint


class EndpointTable:
    """All endpoints, by method and path."""

    def __init__(self, *endpoints: Endpoint) -> None:
        self.endpoints = endpoints
        self._endpoints = {(each.method, each.path.partition(":")[0]): each for each in endpoints}
        self._patterns = {each.path.partition(":")[0]: each.path for each in endpoints}

    def find(self, method: str, path: str) -> tuple[Endpoint, dict[str, str]] | None:
        """The endpoint for exactly this method and path, with the parameter in the path, if its own names one."""
        if endpoint := self._endpoints.get((method, path)):
            return None if ":" in endpoint.path else (endpoint, {})
        folder, slash, value = path.rpartition("/")
        endpoint = self._endpoints.get((method, folder + slash))
        return (endpoint, {endpoint.path.partition(":")[2]: value}) if endpoint and value else None

    def pattern_of(self, path: str) -> str:
        """The path as the table has it, whatever the method; `*` for every path that is not there."""
        if self._patterns.get(path) == path:
            return path
        folder, slash, value = path.rpartition("/")
        return self._patterns.get(folder + slash, "*") if value else "*"
