"""
What infrastructure says when it is broken.

Each row is one cause outside the change under test, the words by which tools name it,
and the next step.
Sources are the messages of the tools themselves (Docker CLI, OCI registries, curl,
glibc's getaddrinfo, Windows system error codes, psycopg, gRPC status codes).
What a change can bring about itself does not belong here: these rows excuse.
"""

from typing import Final

from reportgen.config.categories.category import Category, row

ROWS: Final[tuple[Category, ...]] = (
    row(
        "infrastructure",
        r"docker daemon is not running|cannot connect to the docker daemon"
        r"|dockerDesktopLinuxEngine|docker desktop is not running|pipe/docker_engine"
        r"|failed to connect to the docker API|is the docker daemon running",
        "the Docker daemon is not running",
        "start the Docker daemon",
    ),
    row(
        "infrastructure",
        r"WinError 32\b|being used by another process|\bEBUSY\b|\bETXTBSY\b|text file busy"
        r"|resource busy or locked",
        "a file is locked by another process",
        "free the locked file",
    ),
    row(
        "infrastructure",
        r"index\.lock': file exists|another git process seems to be running",
        "a lock of Git was left behind",
        "clean the runner's workspace",
    ),
    row(
        "infrastructure",
        r"could not get lock /var/lib|unable to acquire the dpkg frontend lock"
        r"|error acquiring the state lock|state blob is already locked"
        r"|another operation \(install/upgrade/rollback\) is in progress",
        "another process holds a lock",
        "wait for the other process, or remove the lock that it left",
    ),
    row(
        "infrastructure",
        r"no space left on device|\bENOSPC\b|disk quota exceeded|WinError 112\b",
        "the disk is full",
        "free disk space on the runner",
    ),
    row(
        "infrastructure",
        r"toomanyrequests|too many requests|rate limit(?:ed| exceeded)|HTTP(?:/[\d.]+)? 429\b"
        r"|exceeded a secondary rate limit|\bThrottling(?:Exception)?\b|\brate exceeded\b",
        "a rate limit was hit",
        "wait for the rate limit or authenticate",
        connectivity=True,
    ),
    row(
        "infrastructure",
        r"could not resolve proxy|cannot connect to proxy|unable to connect to (?:the )?proxy"
        r"|HTTP code 5\d\d from proxy|ERR_PROXY_CONNECTION_FAILED",
        "the proxy could not be reached",
        "check the proxy and the runner's settings for it",
    ),
    row(
        "infrastructure",
        r"SSL_ERROR_SYSCALL|gnutls_handshake\(\) failed|tls: handshake failure"
        r"|alert handshake failure|ssl handshake failed|ERR_SSL_PROTOCOL_ERROR",
        "a TLS connection could not be made",
        "check the server's TLS and the network of the runner",
    ),
    row(
        "infrastructure",
        r"spending limit needs to be increased|recent account payments have failed"
        r"|used up (?:all|its|your) .{0,40}(?:compute|ci|build) minutes|run out of credits",
        "the CI account may run no more jobs",
        "check the billing of the CI account",
    ),
    row(
        "infrastructure",
        r"job failed \((?:runner )?system failure\)(?!.{0,300}(?:pull|manifest|image))",
        "the runner could not run the job",
        "run the job again; check the runner",
    ),
    row(
        "infrastructure",
        r"connection refused|\bECONNREFUSED\b|actively refused it|WinError 10061\b"
        r"|connection to the server \S{1,200} was refused",
        "a connection was refused",
        "start the service that refuses connections",
        connectivity=True,
    ),
    row(
        "infrastructure",
        r"connection reset|\bECONNRESET\b|server closed the connection"
        r"|connection (?:was )?(?:closed|aborted|lost|terminated)|SSL SYSCALL error"
        r"|(?<!stdout: )(?<!output: )(?<!write error: )broken pipe"
        r"|RPC failed; curl \d|fatal: early EOF|unexpected disconnect while reading sideband",
        "a connection broke",
        "check the service that dropped the connection",
        connectivity=True,
    ),
    row(
        "infrastructure",
        r"connection timed out|connect(?:ion)? timeout|\bE(?:SOCKET)?TIMEDOUT\b"
        r"|timed out (?:connecting|waiting for (?:a |the )?(?:server|connection|response|reply))"
        r"|operation timed out after \d|curl: \(28\)"
        r"|i/o timeout|TLS handshake timeout|deadline exceeded|read timed out|gateway time-?out",
        "a connection timed out",
        "check the service that does not answer",
        connectivity=True,
    ),
    row(
        "infrastructure",
        r"could not resolve host|name or service not known|\bENOTFOUND\b|\bEAI_AGAIN\b|no such host"
        r"|temporary failure in name resolution|nodename nor servname"
        r"|could not translate host name|temporary failure resolving|getaddrinfo failed"
        r"|no address associated with hostname",
        "a host name could not be resolved",
        "check DNS and the network of the runner",
        connectivity=True,
    ),
    row(
        "infrastructure",
        r"network is unreachable|\bENETUNREACH\b|no route to host|\bEHOSTUNREACH\b"
        r"|failed to establish a new connection"
        r"|max retries exceeded with url",
        "the network could not be reached",
        "check the network of the runner",
        connectivity=True,
    ),
    row(
        "infrastructure",
        r"HTTP(?:/[\d.]+)?(?: status)?(?: code)?:? ?50[234]\b"
        r"|\b50[234] (?:bad gateway|service (?:temporarily )?unavailable)"
        r"|service unavailable|bad gateway|status code 50[234]\b|returned error: 50[234]\b",
        "a service answered that it is unavailable",
        "restore the service that answers 5xx",
        connectivity=True,
    ),
    row(
        "infrastructure",
        r"lost communication with the server|runner has received a shutdown signal"
        r"|the hosted runner .{0,40}lost|no runners? (?:online|available)|agent went offline"
        r"|we stopped hearing from agent|marked offline: connection was broken",
        "the CI runner was lost",
        "run the job again; check the runner's load",
    ),
    row(
        "infrastructure",
        r"mirror sync in progress|file has unexpected size \(\d",
        "a package mirror is being written anew",
        "run the job again, or use another mirror",
    ),
    row(
        "infrastructure",
        r"could not connect to server|could not connect to|unable to connect to|connection failed"
        r"|failed to connect|connection to server at .{0,120} failed",
        "a connection could not be made",
        "start the service that does not accept connections",
        connectivity=True,
    ),
)

UNREACHED: Final[tuple[Category, ...]] = (
    row(
        "infrastructure",
        r"Retry\(total=0, .{0,200}(?:NewConnection|ConnectTimeout|ReadTimeout|Proxy|Protocol)Error"
        r"|temporary failure resolving '|failed to fetch .{1,300}"
        r"(?:temporary failure|could not connect|connection (?:failed|timed out|refused))",
        "the package index could not be reached",
        "check DNS and the network of the runner",
        connectivity=True,
    ),
)
"""
What pip and apt say before they call a package unknown that they could not ask for.

By itself it is no reason: of several indexes one that does not answer may not matter.
"""
