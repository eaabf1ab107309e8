"""
What a job lacks in its settings: rights, secrets, tools, ports, files.

The change may have removed them, so nothing here excuses it.
"""

from typing import Final

from reportgen.config.categories.category import Category, row

ROWS: Final[tuple[Category, ...]] = (
    row(
        "configuration",
        r"permission denied while trying to connect to the docker"
        r"|docker\.sock: connect: permission denied",
        "its user may not use the Docker daemon",
        "let the runner's user into the group docker",
    ),
    row(
        "configuration",
        r"certificate verify failed|certificate signed by unknown authority"
        r"|unable to get local issuer certificate|self[- ]signed certificate"
        r"|PKIX path building failed|unable to verify the first certificate"
        r"|SSL certificate problem|certificate has expired|CERT_HAS_EXPIRED"
        r"|failed to verify the legitimacy of the server",
        "a certificate is not trusted",
        "renew the certificate, or give the runner the CA that signed it",
    ),
    row(
        "configuration",
        r"proxy authentication required|407 proxy|HTTP code 407 from proxy",
        "the proxy asks for credentials",
        "give the runner the proxy's credentials",
    ),
    row(
        "configuration",
        r"bad credentials|\bauthentication failed\b|incorrect username or password"
        r"|invalid (?:username or password|credentials|api key|access token|authentication token)"
        r"|unauthorized: (?:authentication|access|incorrect)"
        r"|permission denied \(publickey|\bExpiredToken|InvalidClientTokenId"
        r"|could not read (?:username|password) for|no basic auth credentials"
        r"|(?<!login': denied: )requested access to the resource is denied"
        r"|npm (?:ERR!|error) code E40[13]\b|access denied for user|unable to locate credentials"
        r"|could not find default credentials|no valid credential sources found"
        r"|failed to refresh cached credentials|must be logged in to the server"
        r"|password authentication failed|fatal: repository '.{1,300}' not found"
        r"|could not transfer artifact .{1,600}\b40[13] (?:unauthorized|forbidden)"
        r"|no signing certificate |requires a provisioning profile",
        "credentials are missing or were refused",
        "check the secret that it logs in with",
    ),
    row(
        "configuration",
        r"unbound variable\s*$|parameter null or not set|input required and not supplied"
        r"|environment variables? .{0,80}\b(?:(?:is|are|was|were) (?:not (?:set|defined)|unset"
        r"|undefined|required|missing|empty)|must be (?:set|defined)|not (?:set|found|defined))\b"
        r"|missing (?:required )?(?:environment variable|env var|secret)"
        r"|required variable .{0,80}is missing a value",
        "a setting or a secret is missing",
        "set it for this job",
    ),
    row(
        "configuration",
        r": command not found\b|command not found: "
        r"|is not recognized as (?:an internal or external command|(?:the|a) name of a cmdlet)"
        r"|executable file not found in [$%]PATH|unable to locate executable file"
        r"|\bsh: (?:line )?(?:\d{1,6}: )?[\w./+-]{1,80}: not found\s*$"
        r"|linker `.{1,80}` not found|compatible \.NET SDK was not found"
        r"|executable doesn't exist at \S"
        r"|\benv: \S{1,80}: no such file or directory|\bspawn \S{1,80} ENOENT",
        "a tool is missing on the runner",
        "install the tool before this step",
    ),
    row(
        "configuration",
        r"address already in use|EADDRINUSE|port is already allocated"
        r"|only one usage of each socket address|port \d{1,5} (?:is|was) already in use",
        "a port is already in use",
        "stop what holds the port, or use another",
    ),
    row(
        "configuration",
        r"(?<!disk )quota exceeded|\bQuotaExceeded|exceeded quota:|exceeded your .{0,40}quota"
        r"|insufficient quota|LimitExceededException",
        "a quota is used up",
        "raise the quota, or use less",
    ),
    row(
        "configuration",
        r"exec format error|bad CPU type in executable|cannot execute binary file",
        "a program is not for this kind of machine",
        "build it, or pull its image, for the runner's architecture",
    ),
)

BROAD: Final[tuple[Category, ...]] = (
    row(
        "configuration",
        r"\b401 unauthorized|\b403 forbidden|HTTP(?:/[\d.]+)?(?: status)?(?: code)?:? ?40[13]\b"
        r"|returned error: 40[13]\b|status code:? 40[13]\b",
        "a server refused access",
        "check the credentials, and what they may do",
    ),
    row(
        "configuration",
        r"\bpermission denied\b|\bEACCES\b|\bEPERM\b|operation not permitted|access is denied"
        r"|\bPermissionError\b|UnauthorizedAccessException|is not authorized to perform"
        r"|\bAccessDenied\b|resource not accessible by integration|insufficient permissions"
        r"|permission_denied\b|is forbidden: user "
        r"|protected branch (?:update failed|hook declined)",
        "a permission is missing",
        "give it the permission that the line names",
    ),
    row(
        "configuration",
        r"no such file or directory|cannot find the (?:file|path) specified|\bFileNotFoundE"
        r"|no rule to make target|failed to compute cache key: .{0,200}not found",
        "a file is missing",
        "check the path, and the step that makes the file",
    ),
)
"""Words so common that every other row is asked before."""
