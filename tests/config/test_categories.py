"""The table of causes: each row knows the lines that tools print, and not those that look alike."""

import re
from typing import NamedTuple, get_args

import pytest

from reportgen.config.categories import (
    BUILT_IN,
    CAUSES,
    INFRASTRUCTURE,
    STATED,
    Category,
    CategoryName,
)


class Row(NamedTuple):
    """Lines that a row must know, and lines that it must not."""

    lines: tuple[str, ...]
    near: tuple[str, ...]


ROWS: dict[str, Row] = {
    "an assertion failed": Row(
        (
            "AssertionError: expected status code 503 to be 200",
            "E       assert 'connection refused' == 'ready'",
            "thread 'till' panicked: assertion `left == right` failed: no space left on device",
            "org.opentest4j.AssertionFailedError: expected: <2> but was: <1>",
            "Error: expected 502 Bad Gateway to equal 200",
        ),
        (
            "curl: (22) The requested URL returned error: 503",
            "assert.js was bundled",
            "error: expected ';' before '}' token",
            "go: expected go 1.22, but go 1.21 is there",
        ),
    ),
    "it ran into its time limit": Row(
        (
            (
                "##[error]The job running on runner GitHub Actions 2 has exceeded the "
                "maximum execution"
                " time of 360 minutes."
            ),
            "ERROR: Job failed: execution took longer than 1h0m0s seconds",
            (
                "##[error]The job running on agent runner ran longer than the maximum time of 60 "
                "minutes."
            ),
            "##[error]The action 'Run tests' has timed out after 10 minutes.",
            "Cancelling nested steps due to timeout",
            "Too long with no output (exceeded 10m0s): context deadline exceeded",
            "timeout: sending signal TERM to command 'make'",
            "The job exceeded the maximum time limit for jobs, and has been terminated.",
            "panic: test timed out after 10m0s",
            "+++++++++++++++++++++++++++++++++++ Timeout ++++++++++++++++++++++++++++++++++++",
        ),
        (
            "the maximum execution time is 360 minutes",
            "dial tcp 10.0.0.9:5432: i/o timeout",
            "test_waits timed out after 3 attempts",
        ),
    ),
    "it ran out of memory": Row(
        (
            "Out of memory: Killed process 4121 (node) total-vm:9913712kB",
            "java.lang.OutOfMemoryError: Java heap space",
            "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
            "MemoryError",
            "fatal error: runtime: out of memory",
            "OSError: [Errno 12] Cannot allocate memory",
            "terminate called after throwing an instance of 'std::bad_alloc'",
            "    reason: OOMKilled",
        ),
        (
            "java -XX:+HeapDumpOnOutOfMemoryError -jar till.jar",
            "allocated 512 MiB of memory",
            "class OurMemoryErrorPage",
        ),
    ),
    "it was killed, possibly for lack of memory": Row(
        (
            "##[error]Process completed with exit code 137.",
            "ERROR: Job failed: command terminated with exit code 137",
            "The command '/bin/sh -c make' returned a non-zero code: 137",
            "make: *** [Makefile:4: all] Error 137",
            "./ci.sh: line 12:  4121 Killed                  npm run build",
            "2026-03-09T07:01:00.1234567Z Killed",
            (
                "> Gradle build daemon disappeared unexpectedly (it may have been killed "
                "or may have "
                "crashed)"
            ),
            "ELIFECYCLE  Command failed with signal SIGKILL.",
        ),
        (
            "db-1 exited with code 137",
            "Process completed with exit code 13.",
            "3 mutants killed",
            "error 1370: no such rule",
        ),
    ),
    "a newer run took its place": Row(
        (
            "Canceling since a higher priority waiting request for 'check-refs/heads/main' exists",
            "Superseded by #43",
            "This build was cancelled by a newer one",
        ),
        ("The operation was canceled.", "RFC 2616 was superseded by later documents"),
    ),
    "what it started did not become ready in time": Row(
        (
            "error: timed out waiting for the condition on deployments/till",
            'error: deployment "till" exceeded its progress deadline',
            "Error: UPGRADE FAILED: context deadline exceeded",
            "Error: INSTALLATION FAILED: release till failed: context deadline exceeded",
            "dependency failed to start: container till-db-1 is unhealthy",
            "Error: Timed out waiting 60000ms from config.webServer.",
        ),
        (
            "rpc error: code = DeadlineExceeded desc = context deadline exceeded",
            "the container till-db-1 is healthy",
            "timed out waiting for a connection",
        ),
    ),
    "a program crashed": Row(
        (
            "./ci.sh: line 3:  1234 Segmentation fault      (core dumped) ./till",
            "Aborted (core dumped)",
            "3 - sums ***Exception: SIGSEGV",
            "*** stack smashing detected ***: terminated",
        ),
        ("how to handle segmentation", "signals: INT, TERM"),
    ),
    "its user may not use the Docker daemon": Row(
        (
            (
                "permission denied while trying to connect to the Docker daemon socket at "
                "unix:///var/run/docker.sock"
            ),
            "dial unix /var/run/docker.sock: connect: permission denied",
        ),
        ("dial unix /var/run/docker.sock: connect: connection refused",),
    ),
    "a certificate is not trusted": Row(
        (
            (
                "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify "
                "failed: unable to get local issuer certificate (_ssl.c:1006)"
            ),
            "Unable to connect to the server: x509: certificate signed by unknown authority",
            "npm ERR! code SELF_SIGNED: self signed certificate in certificate chain",
            "curl: (60) SSL certificate problem: certificate has expired",
            "PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException",
        ),
        ("certificate verified", "net/http: TLS handshake timeout"),
    ),
    "the proxy asks for credentials": Row(
        (
            "curl: (56) Received HTTP code 407 from proxy after CONNECT",
            "Tunnel connection failed: 407 Proxy Authentication Required",
        ),
        ("proxy listening on 4070", "407 tests passed"),
    ),
    "credentials are missing or were refused": Row(
        (
            "HttpError: Bad credentials",
            "fatal: Authentication failed for 'https://git.example.org/acme/till.git/'",
            "fatal: repository 'https://git.example.org/acme/tilll.git/' not found",
            "error: You must be logged in to the server (Unauthorized)",
            'FATAL:  password authentication failed for user "till"',
            "Error: No valid credential sources found",
            (
                "[ERROR] Failed to execute goal on project till: Could not transfer artifact "
                "org.example:coin:jar:1.0 from/to shop (https://nexus.example.org): status: "
                "401 Unauthorized"
            ),
            (
                'connection to server at "db" (10.0.0.9), port 5432 failed: FATAL:  password '
                'authentication failed for user "till"'
            ),
            (
                'Error response from daemon: Get "https://registry.example.org/v2/": unauthorized: '
                "incorrect username or password"
            ),
            "git@git.example.org: Permission denied (publickey).",
            "fatal: could not read Username for 'https://git.example.org': No such device",
            "denied: requested access to the resource is denied",
            "An error occurred (ExpiredToken) when calling the PutObject operation",
            'Unable to locate credentials. You can configure credentials by running "aws login".',
        ),
        (
            "checking credentials",
            "authentication: failed over to the second provider",
            (
                "ERROR: pull access denied for pythn, repository does not exist or may require "
                "'docker login': denied: requested access to the resource is denied"
            ),
        ),
    ),
    "a setting or a secret is missing": Row(
        (
            "./deploy.sh: line 3: DEPLOY_KEY: unbound variable",
            "./deploy.sh: 3: DEPLOY_KEY: parameter null or not set",
            "##[error]Input required and not supplied: token",
            "Error: environment variable DATABASE_URL is not set",
            "Missing required environment variable: TILL_KEY",
            "required variable TILL_KEY is missing a value: set it in .env",
        ),
        ("The environment variable PORT is set to 8080", "reading environment variables"),
    ),
    "a tool is missing on the runner": Row(
        (
            "./ci.sh: line 4: jq: command not found",
            "zsh: command not found: pnpm",
            "'mvn' is not recognized as an internal or external command,",
            "The term 'dotnet' is not recognized as the name of a cmdlet, function, script file",
            'exec: "helm": executable file not found in $PATH',
            "sh: 1: tsc: not found",
            "/bin/sh: line 1: make: not found",
            "/usr/bin/env: node: No such file or directory",
            "Error: spawn docker ENOENT",
            "Error: Unable to locate executable file: pipx.",
            "error: linker `cc` not found",
            "      A compatible .NET SDK was not found.",
            "Error: browserType.launch: Executable doesn't exist at /root/.cache/chrome",
        ),
        (
            "GET /till: not found",
            "the command was found",
            "cat: notes.txt: No such file or directory",
        ),
    ),
    "a port is already in use": Row(
        (
            "OSError: [Errno 98] Address already in use",
            "Error: listen EADDRINUSE: address already in use :::3000",
            "Bind for 0.0.0.0:8080 failed: port is already allocated",
            "Port 8080 was already in use.",
        ),
        ("listening on port 8080", "the name is already in use"),
    ),
    "a quota is used up": Row(
        (
            "Error: googleapi: Error 403: Quota exceeded for quota metric 'Queries'",
            'pods "till-1" is forbidden: exceeded quota: compute-resources',
            "(QuotaExceeded) Operation could not be completed as it results in exceeding quota",
            "LimitExceededException: Cannot exceed quota for PoliciesPerRole: 10",
        ),
        ("write /tmp/x: disk quota exceeded", "quota: 10 of 20 used"),
    ),
    "a program is not for this kind of machine": Row(
        (
            "exec /app/till: exec format error",
            "zsh: bad CPU type in executable: ./till",
            "bash: ./till: cannot execute binary file: Exec format error",
        ),
        ("the exec format is ELF", "cannot execute the plan"),
    ),
    "the Docker daemon is not running": Row(
        (
            (
                "ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the "
                "docker daemon running?"
            ),
            "error during connect: this error may indicate that the docker daemon is not running",
            'error during connect: Get "http://%2F%2F.%2Fpipe%2FdockerDesktopLinuxEngine/_ping"',
            (
                "failed to connect to the docker API at unix:///var/run/docker.sock; "
                "check if the path "
                "is correct and if the daemon is running"
            ),
        ),
        ("connecting to the Docker daemon", "the daemon of the till is not running"),
    ),
    "a file is locked by another process": Row(
        (
            (
                "PermissionError: [WinError 32] The process cannot access the file "
                "because it is being "
                "used by another process: 'till.db'"
            ),
            "Error: EBUSY: resource busy or locked, unlink 'C:\\\\till\\\\node.exe'",
            "bash: ./till: Text file busy",
        ),
        ("OSError: [WinError 321] no", "the queue is busy"),
    ),
    "a lock of Git was left behind": Row(
        (
            "fatal: Unable to create '/srv/ci/project/.git/index.lock': File exists.",
            "Another git process seems to be running in this repository, e.g.",
        ),
        ("error: package-lock.json: File exists",),
    ),
    "another process holds a lock": Row(
        (
            "E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 311 (apt)",
            "Error: Error acquiring the state lock",
            "Error: UPGRADE FAILED: another operation (install/upgrade/rollback) is in progress",
        ),
        ("acquired the state lock", "E: Could not open lock file"),
    ),
    "the disk is full": Row(
        (
            "write /var/lib/docker/tmp/x: no space left on device",
            "npm ERR! nospc ENOSPC: no space left on device, write",
            "OSError: [Errno 122] Disk quota exceeded",
        ),
        ("there is space left on the device", "quota exceeded"),
    ),
    "a rate limit was hit": Row(
        (
            "toomanyrequests: You have reached your pull rate limit.",
            "HTTP 403: API rate limit exceeded for installation ID 1.",
            "HTTP/1.1 429 Too Many Requests",
            "You have exceeded a secondary rate limit.",
            "An error occurred (ThrottlingException) when calling DescribeStacks: Rate exceeded",
        ),
        ("the rate limit is 60 an hour", "429 tests passed"),
    ),
    "the proxy could not be reached": Row(
        (
            "curl: (5) Could not resolve proxy: proxy.example.org",
            "net::ERR_PROXY_CONNECTION_FAILED",
            "curl: (56) Received HTTP code 503 from proxy after CONNECT",
        ),
        ("proxying to 10.0.0.9", "curl: (56) Received HTTP code 407 from proxy after CONNECT"),
    ),
    "a TLS connection could not be made": Row(
        (
            "curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to example.org:443",
            (
                "fatal: unable to access 'https://example.org/': gnutls_handshake() "
                "failed: The TLS "
                "connection was non-properly terminated."
            ),
            "remote error: tls: handshake failure",
        ),
        ("TLS handshake finished", "SSL certificate problem: unable to get local issuer"),
    ),
    "the CI account may run no more jobs": Row(
        (
            (
                "The job was not started because recent account payments have failed or "
                "your spending "
                "limit needs to be increased."
            ),
        ),
        ("payments: 3 failed", "the spending limit test passed"),
    ),
    "the runner could not run the job": Row(
        (
            (
                "ERROR: Job failed (system failure): prepare environment: waiting for pod running: "
                "timed out waiting for pod to start"
            ),
        ),
        (
            "ERROR: Job failed: exit code 1",
            'ERROR: Job failed (system failure): failed to pull image "till:9": not found',
        ),
    ),
    "a connection was refused": Row(
        (
            "The connection to the server 10.0.0.1:6443 was refused - did you specify the right",
            "curl: (7) Failed to connect to localhost port 5432: Connection refused",
            "Error: connect ECONNREFUSED 127.0.0.1:6379",
            "No connection could be made because the target machine actively refused it.",
        ),
        ("error: the linker refused the option -z connection",),
    ),
    "a connection broke": Row(
        (
            "error: RPC failed; curl 92 HTTP/2 stream 5 was not closed cleanly: CANCEL (err 8)",
            "fatal: early EOF",
            "client_loop: send disconnect: Broken pipe",
            "read tcp 10.0.0.4:41212->10.0.0.9:443: read: connection reset by peer",
            "psycopg2.OperationalError: SSL SYSCALL error: EOF detected",
            "server closed the connection unexpectedly",
        ),
        (
            "the connection is reset by the test's set-up",
            "unexpected EOF while parsing",
            "error: failed printing to stdout: Broken pipe (os error 32)",
            "yes: standard output: Broken pipe",
        ),
    ),
    "a connection timed out": Row(
        (
            "dial tcp 10.0.0.9:443: i/o timeout",
            "connect ETIMEDOUT 10.0.0.9:443",
            "net/http: TLS handshake timeout",
            "curl: (28) Operation timed out after 30001 milliseconds with 0 bytes received",
        ),
        (
            "timeout = 30",
            "the timeout of the connection is 3 s",
            "timed out waiting for selector '.cart'",
        ),
    ),
    "a host name could not be resolved": Row(
        (
            "curl: (6) Could not resolve host: example.org",
            "getaddrinfo ENOTFOUND registry.example.org",
            "W: Temporary failure resolving 'deb.debian.org'",
            "socket.gaierror: [Errno -2] Name or service not known",
            "dial tcp: lookup example.org on 10.0.0.2:53: no such host",
        ),
        ("could not resolve dependencies", "hosts: 3 known"),
    ),
    "the network could not be reached": Row(
        (
            "connect: network is unreachable",
            "dial tcp 10.0.0.9:443: connect: no route to host",
        ),
        ("no route matches /till", "the network is up"),
    ),
    "a service answered that it is unavailable": Row(
        (
            "The requested URL returned error: 503 Service Unavailable",
            "npm ERR! 502 Bad Gateway - GET https://registry.example.org/till",
            "unexpected status code 503 Service Unavailable",
            "curl: (22) The requested URL returned error: 503",
        ),
        ("503 tests passed", "HTTP 500"),
    ),
    "the CI runner was lost": Row(
        (
            "The self-hosted runner: till lost communication with the server.",
            "##[error]The runner has received a shutdown signal.",
            "Agent went offline during the build",
            "##[error]We stopped hearing from agent till. Verify the agent machine is running",
        ),
        ("the runner is online", "runner version 2.331"),
    ),
    "a package mirror is being written anew": Row(
        ("E: Packages.gz  File has unexpected size (1815 != 1816). Mirror sync in progress?",),
        ("the mirror in the hall", "the file has a size"),
    ),
    "a connection could not be made": Row(
        (
            "could not connect to server: Host is down",
            "Unable to connect to the remote server",
        ),
        ("connected to the server",),
    ),
    "an image could not be pulled": Row(
        (
            "manifest for till:0.9 not found: manifest unknown: manifest unknown",
            (
                "ERROR: pull access denied for pythn, repository does not exist or may require "
                "'docker login'"
            ),
            "no matching manifest for linux/arm64/v8 in the manifest list entries",
            "Warning  Failed  pod/till  Error: ErrImagePull",
            (
                "ERROR: failed to solve: pythn:3: failed to resolve source metadata for "
                "docker.io/library/pythn:3: docker.io/library/pythn:3: not found"
            ),
        ),
        ("pulling the image", "manifest.yml: unknown field replicaz"),
    ),
    "the lock file does not fit the dependencies": Row(
        (
            (
                "npm ERR! `npm ci` can only install packages when your package.json and "
                "package-lock.json or npm-shrinkwrap.json are in sync."
            ),
            "npm error Missing: coin@9.9.0 from lock file",
            "error Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.",
            ' ERR_PNPM_OUTDATED_LOCKFILE  Cannot install with "frozen-lockfile"',
            "pyproject.toml changed significantly since poetry.lock was last generated.",
            "error: The lockfile at `uv.lock` needs to be updated, but `--locked` was provided.",
            (
                "error: the lock file /srv/ci/project/Cargo.lock needs to be updated but "
                "--locked was "
                "passed to prevent this"
            ),
            "go: updates to go.mod needed; to update it:",
            "till.go:4:2: missing go.sum entry for module providing package example.org/coin",
        ),
        ("wrote the lockfile", "the lock file of apt is held"),
    ),
    "a download does not have the checksum that was expected": Row(
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "npm ERR! code EINTEGRITY",
            "verifying example.org/coin@v1.0.0: checksum mismatch",
            "E: Failed to fetch http://deb.example.org/x.deb  Hash Sum mismatch",
        ),
        ("checksums match", "hash map mismatch in test"),
    ),
    "a Python package cannot be had in the version asked for": Row(
        (
            "ERROR: No matching distribution found for coin==9.9",
            (
                "ERROR: Could not find a version that satisfies the requirement coin==9.9 (from "
                "versions: 1.0)"
            ),
            "ERROR: ResolutionImpossible: for help visit https://pip.pypa.io/",
            "Because till depends on coin (^9.9), version solving failed.",
            "  × No solution found when resolving dependencies:",
            "╰─▶ Because coin was not found, your project's requirements are unsatisfiable.",
        ),
        ("found a matching distribution", "the resolution is 640 by 480"),
    ),
    "an npm package cannot be had in the version asked for": Row(
        (
            "npm ERR! ERESOLVE unable to resolve dependency tree",
            "npm error code ETARGET",
            "npm error notarget No matching version found for coin@^9.9.0.",
            "npm ERR! 404 Not Found - GET https://registry.example.org/coin - Not found",
            'error Couldn\'t find any versions for "coin" that matches "^9.9"',
            "➤ YN0035: │ coin@npm:^9.9.0: Package not found",
        ),
        ("GET /coin 404 12 ms", "the matching version is 9.9"),
    ),
    "a Java dependency cannot be had in the version asked for": Row(
        (
            (
                "[ERROR] Failed to execute goal on project till: Could not resolve "
                "dependencies for "
                "project org.example:till:jar:1.0: Could not find artifact org.example:coin:jar:9.9"
            ),
            "> Could not resolve all files for configuration ':compileClasspath'.",
            "> Could not find org.example:coin:9.9.",
            "Plugin [id: 'org.example.coin', version: '9.9'] was not found in any of the following",
        ),
        ("Resolving dependencies of project till", "the artifact was uploaded"),
    ),
    "a crate cannot be had in the version asked for": Row(
        (
            "error: no matching package named `coin` found",
            'error: failed to select a version for the requirement `coin = "^9.9"`',
        ),
        ("Compiling coin v1.0.0", "select a version"),
    ),
    "a Go module cannot be had in the version asked for": Row(
        (
            "till.go:4:2: no required module provides package example.org/coin; to add it:",
            "go: example.org/coin@v9.9.9: invalid version: unknown revision v9.9.9",
            "go: module example.org/coin: not found",
        ),
        ("go: downloading example.org/coin v1.0.0", "the revision is unknown"),
    ),
    "a system package cannot be had": Row(
        (
            "E: Unable to locate package libcoin-dev",
            "E: Package 'libcoin-dev' has no installation candidate",
            "E: Failed to fetch http://deb.example.org/x.deb  404  Not Found [IP: 10.0.0.9 80]",
            "ERROR: unable to select packages:",
            "No package libcoin available.",
        ),
        ("Reading package lists...", "package available"),
    ),
    "a package cannot be had in the version asked for": Row(
        (
            "Could not find gem 'coin (~> 9.9)' in rubygems repository",
            "Your requirements could not be resolved to an installable set of packages.",
            "error NU1101: Unable to find package Coin. No packages exist with this id",
            "- Root composer.json requires acme/coin, it could not be found in any version",
        ),
        ("Using coin 1.0", "NU1900: a warning"),
    ),
    "a module is missing": Row(
        (
            "ModuleNotFoundError: No module named 'coin'",
            "Error: Cannot find module './coin'",
            "Module not found: Error: Can't resolve './coin' in '/srv/ci/project'",
            "java.lang.ClassNotFoundException: org.example.Coin",
            "cannot load such file -- coin (LoadError)",
            "till.go:4:2: package coin is not in std (/usr/lib/go/src/coin)",
        ),
        ("found the module", "the module cannot be tested"),
    ),
    "the coverage is below its threshold": Row(
        (
            "Coverage 71% is below the threshold of 80%",
            "FAIL Required test coverage of 80% not reached. Total coverage: 71.02%",
            'Jest: "global" coverage threshold for lines (80%) not met: 71%',
        ),
        ("Coverage: 71%", "Required test coverage of 80% reached. Total coverage: 91.00%"),
    ),
    "tests failed": Row(
        (
            "=================== 2 failed, 11 passed in 0.31s ===================",
            "2 failed in 0.31s",
            "[ERROR] Tests run: 12, Failures: 1, Errors: 0, Skipped: 0",
            "[ERROR] Tests run: 12, Failures: 0, Errors: 2, Skipped: 0",
            "[ERROR] There are test failures.",
            "FAILED (failures=1)",
            "--- FAIL: TestTill (0.00s)",
            "test result: FAILED. 3 passed; 1 failed; 0 ignored",
            "14 examples, 2 failures",
            "Tests:       1 failed, 4 passed, 5 total",
            "The following tests FAILED:",
            "\t  3 - sums (Failed)",
            "      Tests  1 failed | 11 passed (12)",
            "  1 failing",
            "  1 failed",
            "Tests: 12, Assertions: 20, Failures: 1.",
            "Executed 12 tests, with 1 failure (0 unexpected) in 0.123 (0.130) seconds",
            "** TEST FAILED **",
            "12 tests completed, 1 failed",
            "Failed!  - Failed:     1, Passed:    11, Skipped:     0, Total:    12",
            "    ✖  1 of 1 failed (100%)      00:01        2        1        1",
            "error: test failed, to rerun pass `--lib`",
        ),
        (
            "[INFO] Tests run: 12, Failures: 0, Errors: 0, Skipped: 0",
            "0 failed, 11 passed",
            "14 examples, 0 failures",
            "test result: ok. 3 passed; 0 failed; 0 ignored",
        ),
    ),
    "a server refused access": Row(
        (
            "fatal: unable to access 'https://example.org/': The requested URL returned error: 403",
            "HTTP 401: Requires authentication",
            "npm ERR! 403 403 Forbidden - PUT https://registry.example.org/till",
        ),
        ("403 tests passed", "HTTP 400", "port 4013"),
    ),
    "a permission is missing": Row(
        (
            "bash: ./deploy.sh: Permission denied",
            "npm ERR! Error: EACCES: permission denied, mkdir '/usr/lib/node_modules'",
            "chown: changing ownership of 'x': Operation not permitted",
            "User: arn:aws:iam::1:user/till is not authorized to perform: s3:PutObject",
            "##[error]Resource not accessible by integration",
            "denied: permission_denied: write_package",
            'deployments.apps is forbidden: User "ci" cannot create resource "deployments"',
            " ! [remote rejected] main -> main (protected branch hook declined)",
        ),
        ("permission granted", "EACCESSIBLE"),
    ),
    "a file is missing": Row(
        (
            "cp: cannot stat 'dist': No such file or directory",
            "FileNotFoundError: [Errno 2] No such file or directory: 'till.toml'",
            "The system cannot find the file specified.",
            "make: *** No rule to make target 'till.c', needed by 'till.o'.  Stop.",
            'failed to compute cache key: "/dist": not found',
        ),
        ("the file was found", "no such test"),
    ),
}

WORDS: dict[str, Row] = {
    "it ran into the time limit of the CI system": Row(
        ("timed_out", "timedout", "job_execution_timeout", "stuck_or_timeout_failure"),
        ("timed_out: false", "timeout"),
    ),
    "the CI system itself failed": Row(
        ("runner_system_failure", "infrastructure_fail", "abandoned", "agent_stop"),
        ("script_failure", "the plan was abandoned", "infrastructure_failed_test"),
    ),
    "no runner took the job": Row(
        ("no_matching_runner", "expired"), ("the token has expired", "expired_token")
    ),
    "the CI account has no minutes left": Row(("ci_quota_exceeded",), ("quota_exceeded",)),
    "what the job depends on could not be had": Row(
        ("missing_dependency_failure", "image_pull_failure"), ("missing_file",)
    ),
    "the CI system did not let the job start": Row(
        ("startup_failure", "action_required", "unauthorized"), ("failure", "401 unauthorized")
    ),
}


def first(rows: tuple[Category, ...], text: str) -> str | None:
    """Return what the first row that knows *text* says."""
    return next((row.says for row in rows if row.search(text)), None)


def lines(table: dict[str, Row], column: str) -> list[tuple[str, str]]:
    """Return each line of *column* with what its row says."""
    return [(says, line) for says, row in table.items() for line in getattr(row, column)]


def test_every_row_is_tested() -> None:
    """Each row has a line that it knows and one that it does not, and says something of its own."""
    assert list(ROWS) == sorted(ROWS, key=[row.says for row in CAUSES].index)
    assert list(WORDS) == [row.says for row in STATED]
    assert len(CAUSES) == len(ROWS)
    assert all(row.lines and row.near for row in (*ROWS.values(), *WORDS.values()))


@pytest.mark.parametrize(("says", "line"), lines(ROWS, "lines"))
def test_a_line_is_known(says: str, line: str) -> None:
    """A line as the tool prints it is known by its own row, before any other."""
    assert says == first(CAUSES, line)


@pytest.mark.parametrize(("says", "line"), lines(ROWS, "near"))
def test_a_near_miss_is_not(says: str, line: str) -> None:
    """A line that only looks alike is not taken for the cause."""
    (row,) = [row for row in CAUSES if row.says == says]

    assert row.search(line) is None


@pytest.mark.parametrize(("says", "word"), lines(WORDS, "lines"))
def test_a_word_of_a_ci_system_is_known(says: str, word: str) -> None:
    """What a CI system states as its reason is known by its own row."""
    assert says == first(STATED, word)


@pytest.mark.parametrize(("says", "word"), lines(WORDS, "near"))
def test_other_words_are_not(says: str, word: str) -> None:
    """A text in which such a word stands, or one like it, is not that word."""
    assert says != first(STATED, word)


@pytest.mark.parametrize(
    "line",
    [
        line
        for row in CAUSES
        if row.name != INFRASTRUCTURE and row.says
        for line in ROWS[row.says].lines
    ],
)
def test_what_is_the_changes_own_is_no_infrastructure(line: str) -> None:
    """What a change can bring about itself is never taken for infrastructure."""
    found = next(row for row in CAUSES if row.search(line))

    assert INFRASTRUCTURE != found.name


def test_the_rows_of_infrastructure_are_those_that_excuse() -> None:
    """What excuses a failure is in one place, and nothing else that excuses is built in."""
    assert [row for row in CAUSES if row.name == INFRASTRUCTURE] == list(BUILT_IN)
    assert [] == [row.says for row in CAUSES if row.connectivity and row not in BUILT_IN]


@pytest.mark.parametrize("row", [*CAUSES, *STATED], ids=lambda row: row.says)
def test_a_row_speaks_to_people(row: Category) -> None:
    """A row is of a kind that is known, says a clause, and names a next step."""
    assert row.name in get_args(CategoryName)
    assert row.says
    assert row.advice
    assert not re.search(r"[.:`]$", row.says + row.advice)
