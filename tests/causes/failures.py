"""
Failures whose causes are known: what real tools print, with all that differs from run to run.

Each kind is one cause. It is printed by many tests, on several machines, at different times;
the kinds that look alike, and are not the same, stand beside each other.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Final, NamedTuple, TypeAlias

from reportgen.model.tests import Trouble

ROOTS: Final = (
    "/home/runner/work/shop/shop/", "/builds/group/shop/", "/srv/ci/project/", "/__w/shop/shop/",
    "D:\\a\\shop\\shop\\",
)  # fmt: skip
MOST: Final = 40
"""How many failures a kind has at most, unless it is asked for more."""


class Failure(NamedTuple):
    """A failure, the title of its test, and its cause."""

    trouble: Trouble
    test: str
    cause: str


class Noise:
    """What differs between two failures of one cause."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 - examples, no secrets

    def number(self, low: int = 0, high: int = 9_999) -> int:
        """Return some number."""
        return self._random.randint(low, high)

    def hex(self, digits: int = 12) -> str:
        """Return digits of an address or a hash, with a letter and a figure among them."""
        return "a7" + "".join(self._random.choice("0123456789abcdef") for _ in range(digits - 2))

    def pick(self, *of: str) -> str:
        """Return one *of* several texts."""
        return self._random.choice(of)

    @property
    def uuid(self) -> str:
        """A random id."""
        return f"{self.hex(8)}-{self.hex(4)}-{self.hex(4)}-{self.hex(4)}-{self.hex(12)}"

    @property
    def port(self) -> int:
        """A port that the system chose."""
        return self.number(32_768, 60_999)

    @property
    def moment(self) -> str:
        """A moment, as some log writes it."""
        day, hour, minute = self.number(1, 28), self.number(0, 23), self.number(0, 59)
        return self.pick(
            f"2026-11-{day:02}T{hour:02}:{minute:02}:07.{self.number(100, 999)}Z",
            f"2026-11-{day:02} {hour:02}:{minute:02}:07,{self.number(100, 999)}",
            f"{hour:02}:{minute:02}:07",
        )

    @property
    def span(self) -> str:
        """A time that something took."""
        return self.pick(
            f"{self.number(1, 900)}ms", f"{self.number(1, 90)}.{self.number(10, 99)}s",
            f"{self.number(1, 9)}m{self.number(1, 59)}s", f"{self.number(2, 90)} seconds",
        )  # fmt: skip

    @property
    def root(self) -> str:
        """Where a project is checked out."""
        return self.pick(*ROOTS)

    @property
    def temporary(self) -> str:
        """A folder for temporary files."""
        return self.pick(
            f"/tmp/pytest-of-runner/pytest-{self.number()}/test_a{self.number(0, 9)}",  # noqa: S108 - text
            f"/private/var/folders/zz/{self.hex(8)}_{self.hex(6)}/T/{self.hex(6)}",
            f"C:\\Users\\runner\\AppData\\Local\\Temp\\tmp{self.hex(6)}",
        )

    def path(self, path: str) -> str:
        """Return *path* of the project, as the machine has it."""
        root = self.root
        return root + (path.replace("/", "\\") if "\\" in root else path)

    def line(self) -> int:
        """Return where some line stands today."""
        return self.number(3, 900)


Kind: TypeAlias = Callable[[Noise], Trouble]


def pytest_long(path: str, function: str, source: str, says: str, kind: str) -> Kind:
    """Return what pytest prints of a failed assertion, its values and ids left to the noise."""

    def made(noise: Noise) -> Trouble:
        message = fill(says, noise)
        told = "\n".join(f"E       {line}" for line in message.split("\n"))
        return Trouble(
            "failure", message if kind == "AssertionError" else f"{kind}: {message}",
            f"    def {function}(till, tmp_path):\n        order = till.open()\n"
            f">       {source}\n{told}\n\n{path}:{noise.line()}: {kind}",
        )  # fmt: skip

    return made


def traceback(kind: str, says: str, *frames: tuple[str, str]) -> Kind:
    """Return what Python prints of an exception: the test first, then *frames* of the project."""

    def made(noise: Noise) -> Trouble:
        message = fill(says, noise)
        lines = [
            f'  File "{noise.path(path)}", line {noise.line()}, in {function}\n    {function}(1)'
            for path, function in frames
        ]
        library = f'  File "/usr/lib/python3/dist-packages/db/pool.py", line {noise.line()}, in get'
        lines += [library, "    raise error"]
        trace = "\n".join(["Traceback (most recent call last):", *lines, f"{kind}: {message}"])
        return Trouble("error", message, trace, noise.pick(kind, f"shop.errors.{kind}"))

    return made


def java(kind: str, says: str, *frames: str) -> Kind:
    """Return what a JVM prints of an exception, thrown in the first of *frames*."""

    def made(noise: Noise) -> Trouble:
        message = fill(says, noise)
        name = kind.rpartition(".")[2]
        lines = ["\tat org.junit.jupiter.api.Assertions.fail(Assertions.java:55)"]
        for frame in frames:
            file = frame.rpartition(".")[0].rpartition(".")[2].partition("$")[0]
            lines.append(f"\tat {noise.pick('', 'app//')}{frame}({file}.java:{noise.line()})")
        lines.append(f"\tat java.base/java.lang.reflect.Method.invoke(Method.java:{noise.line()})")
        trace = "\n".join([f"{kind}: {message}", *lines, f"\t... {noise.number(3, 60)} more"])
        return Trouble("failure", message, trace, noise.pick(kind, name))

    return made


def jest(path: str, says: str, source: str, kind: str = "Error") -> Kind:
    """Return what Jest prints, with the source of the failing line where it is given."""

    def made(noise: Noise) -> Trouble:
        at = noise.line()
        code = f"\n    > {at} |   {source}\n         |   ^\n" if source else ""
        return Trouble(
            "failure", "",
            f"{kind}: {fill(says, noise)}\n{code}\n"
            f"    at Object.<anonymous> ({noise.path(path)}:{at}:{noise.number(1, 80)})\n"
            f"    at new Promise (<anonymous>)\n"
            f"    at run ({noise.root}node_modules/jest-circus/build/run.js:{noise.line()}:3)",
        )  # fmt: skip

    return made


def go(path: str, says: str) -> Kind:
    """Return what gotestsum hands on of a failed test."""

    def made(noise: Noise) -> Trouble:
        return Trouble(
            "failure", "Failed",
            f"=== RUN   TestTill\n    {path}:{noise.line()}: {fill(says, noise)}\n"
            f"--- FAIL: TestTill (0.{noise.number(10, 99)}s)\n",
        )  # fmt: skip

    return made


def go_panic(function: str, path: str, says: str) -> Kind:
    """Return what the Go runtime prints of a panic."""

    def made(noise: Noise) -> Trouble:
        return Trouble(
            "failure", "Failed",
            f"panic: {fill(says, noise)}\n\ngoroutine {noise.number(6, 90)} [running]:\n"
            f"testing.tRunner.func1.2({{0x{noise.hex(6)}, 0x{noise.hex()}}})\n"
            f"\t/usr/local/go/src/testing/testing.go:{noise.line()} +0x{noise.hex(3)}\n"
            f"{function}(0x{noise.hex()})\n\t{noise.path(path)}:{noise.line()} +0x{noise.hex(3)}\n",
        )  # fmt: skip

    return made


def dotnet(kind: str, says: str, method: str, path: str) -> Kind:
    """Return what .NET prints of an exception."""

    def made(noise: Noise) -> Trouble:
        message = fill(says, noise)
        return Trouble(
            "failure", f"{kind} : {message}",
            "   at NUnit.Framework.Assert.That() in /_/src/NUnitFramework/Assert.cs:line 3\n"
            f"   at {method}(Int32 order) in {noise.path(path)}:line {noise.line()}\n"
            f"   at System.Threading.Tasks.Task.Execute() in /_/src/Task.cs:line {noise.line()}",
        )  # fmt: skip

    return made


def rust(path: str, says: str) -> Kind:
    """Return what cargo-nextest hands on of a panic: the message names the thread of the test."""

    def made(noise: Noise) -> Trouble:
        head = f"thread 'till::test_{noise.number(1, 9)}' panicked at {path}:{noise.line()}:5"
        return Trouble(
            "failure", head,
            f"{head}:\n{fill(says, noise)}\nnote: run with `RUST_BACKTRACE=1`",
            "test failure with exit code 101",
        )  # fmt: skip

    return made


def plain(says: str, kind: str = "") -> Kind:
    """Return a message without a trace."""
    return lambda noise: Trouble("error", fill(says, noise), "", kind)


def fill(text: str, noise: Noise) -> str:
    """Return *text* with what differs in the place of ``{n}``, ``{id}`` and the others."""
    made: dict[str, Callable[[], object]] = {
        "{n}": noise.number, "{id}": lambda: noise.uuid, "{hex}": noise.hex,
        "{tmp}": lambda: noise.temporary, "{when}": lambda: noise.moment,
        "{took}": lambda: noise.span, "{port}": lambda: noise.port,
        "{ip}": lambda: f"10.{noise.number(0, 9)}.{noise.number(0, 99)}.{noise.number(2, 99)}",
        "{worker}": lambda: f"gw{noise.number(0, 16)}", "{root}": lambda: noise.root,
    }  # fmt: skip
    for name, value in made.items():
        while name in text:
            text = text.replace(name, str(value()), 1)
    return text


DOWN: Final = "[Errno 111] Connection refused"
POOL: Final = (
    "HTTPConnectionPool(host='{host}', port=8080): Max retries exceeded with url: /items/{n} "
    "(Caused by NewConnectionError('<urllib3.connection.HTTPConnection object at 0x{hex}>: "
    f"Failed to establish a new connection: {DOWN}'))"
)
ANYWHERE: Final[dict[str, Kind]] = {
    "pool api": traceback(
        "ConnectionError", POOL.replace("{host}", "api"), ("tests/test_a.py", "test_a")
    ),
    "pool auth": traceback(
        "ConnectionError", POOL.replace("{host}", "auth"), ("tests/test_a.py", "test_a")
    ),
    "database refuses": plain("connection refused by database:5432 after {took}"),
    "cache refuses": plain("connection refused by cache:6379 after {took}"),
    "local postgres": plain("connect ECONNREFUSED 127.0.0.1:5432", "Error"),
    "local redis": plain("connect ECONNREFUSED 127.0.0.1:6379", "Error"),
    "local fake server": plain("connect ECONNREFUSED 127.0.0.1:{port}", "Error"),
    "dial": plain("dial tcp {ip}:9092: connect: connection refused"),
    "no host": plain("dial tcp: lookup queue.internal on {ip}:53: no such host"),
    "node host": plain("getaddrinfo ENOTFOUND search.internal", "Error"),
    "disk": plain("OSError: [Errno 28] No space left on device: '{tmp}/out-{n}.json'"),
    "module": plain("ModuleNotFoundError: No module named 'shop.pricing'"),
    "other module": plain("ModuleNotFoundError: No module named 'shop.billing'"),
    "fixture": plain("fixture 'postgres' not found"),
    "table": plain(
        'psycopg.errors.UndefinedTable: relation "orders" does not exist at character {n}'
    ),
    "other table": plain(
        'psycopg.errors.UndefinedTable: relation "users" does not exist at character {n}'
    ),
    "jdbc": java(
        "org.postgresql.util.PSQLException",
        "Connection to database:5432 refused. Check that the hostname and port are right and that "
        "the postmaster is accepting TCP/IP connections.",
        "org.shop.OrderTest.stores",
    ),
    "container": plain(
        "Timed out waiting for container port to open ({ip} ports: [{port}] should be listening) "
        "for image registry.local/shop/search after {took}",
        "ContainerLaunchException",
    ),
    "crashed worker": plain("worker '{worker}' crashed while running all tests of the session"),
}
"""What is met by any number of tests, at any place."""

TOTAL: Final = "assert total(order) == expected"
COUNT: Final = "assert count(order) == expected"
PLACED: Final[dict[str, Kind]] = {
    "total in adds": pytest_long(
        "tests/test_till.py", "test_adds", TOTAL, "assert {n} == {n}", "AssertionError"
    ),
    "total in pays": pytest_long(
        "tests/test_till.py", "test_pays", TOTAL, "assert {n} == {n}", "AssertionError"
    ),
    "count in adds": pytest_long(
        "tests/test_till.py", "test_adds", COUNT, "assert {n} == {n}", "AssertionError"
    ),
    "total elsewhere": pytest_long(
        "tests/test_cart.py", "test_adds", TOTAL, "assert {n} == {n}", "AssertionError"
    ),
    "names": pytest_long(
        "tests/test_names.py",
        "test_slug",
        "assert slug(name) == expected",
        "assert 'a-{hex}' == 'b {hex}'\n  \n  - b {hex}\n  + a-{hex}",
        "AssertionError",
    ),
    "missing price": traceback(
        "KeyError", "'price'", ("tests/test_a.py", "test_a"), ("src/till.py", "total")
    ),
    "missing tax": traceback(
        "KeyError", "'tax'", ("tests/test_a.py", "test_a"), ("src/till.py", "total")
    ),
    "missing price elsewhere": traceback(
        "KeyError", "'price'", ("tests/test_a.py", "test_a"), ("src/cart.py", "sum_up")
    ),
    "bad value": traceback(
        "ValueError", "'price'", ("tests/test_a.py", "test_a"), ("src/till.py", "total")
    ),
    "deadline": traceback(
        "TimeoutError", "order {id} took longer than {took}", ("src/queue.py", "drain")
    ),
    "other deadline": traceback(
        "TimeoutError", "order {id} took longer than {took}", ("src/mail.py", "flush")
    ),
    "validation": traceback(
        "ValidationError",
        "order {id} of customer {n} was refused by the rules of the shop as its field {word} has "
        "no value that the tariff of {when} knows",
        ("src/rules.py", "check"),
    ),
    "null cart": java(
        "java.lang.NullPointerException",
        'Cannot invoke "Cart.total()" because "this.cart" is null',
        "org.shop.Till.pay",
        "org.shop.TillTest.pays",
    ),
    "null order": java(
        "java.lang.NullPointerException",
        'Cannot invoke "Order.id()" because "order" is null',
        "org.shop.Till.pay",
        "org.shop.TillTest.pays",
    ),
    "java total": java(
        "org.opentest4j.AssertionFailedError",
        "expected: <{n}> but was: <{n}>",
        "org.shop.TillTest.adds",
    ),
    "java count": java(
        "org.opentest4j.AssertionFailedError",
        "expected: <{n}> but was: <{n}>",
        "org.shop.TillTest.counts",
    ),
    "java state": java(
        "org.opentest4j.AssertionFailedError",
        "expected: <PAID> but was: <OPEN>",
        "org.shop.TillTest.adds",
    ),
    "java index": java(
        "java.lang.IndexOutOfBoundsException",
        "Index {n} out of bounds for length {n}",
        "org.shop.Shelf$Row.lambda$take$0",
        "org.shop.ShelfTest.takes",
    ),
    "jest sum": jest(
        "src/till.test.ts",
        "expect(received).toBe(expected) // Object.is equality\n\nExpected: {n}\nReceived: {n}",
        "expect(sum(cart)).toBe(price);",
    ),
    "jest count": jest(
        "src/till.test.ts",
        "expect(received).toBe(expected) // Object.is equality\n\nExpected: {n}\nReceived: {n}",
        "expect(cart.length).toBe(3);",
    ),
    "jest type": jest(
        "src/cart.test.ts",
        "Cannot read properties of undefined (reading 'price')",
        "return cart.price;",
        "TypeError",
    ),
    "jest other type": jest(
        "src/cart.test.ts",
        "Cannot read properties of undefined (reading 'tax')",
        "return cart.tax;",
        "TypeError",
    ),
    "go want": go("till_test.go", "Total({id}) = {n}, want {n}"),
    "go other": go(
        "till_test.go", "unexpected error of the drawer: drawer {n} is stuck since {when}"
    ),
    "go panic": go_panic(
        "example.org/shop.(*Till).Open",
        "till.go",
        "runtime error: index out of range [{n}] with length {n}",
    ),
    "go nil": go_panic(
        "example.org/shop.(*Till).Open",
        "till.go",
        "runtime error: invalid memory address or nil pointer dereference",
    ),
    "net null": dotnet(
        "System.NullReferenceException",
        "Object reference not set to an instance of an object.",
        "Shop.Till.Pay",
        "src/Till.cs",
    ),
    "net null elsewhere": dotnet(
        "System.NullReferenceException",
        "Object reference not set to an instance of an object.",
        "Shop.Cart.Add",
        "src/Cart.cs",
    ),
    "net async": dotnet(
        "System.InvalidOperationException",
        "Sequence contains no elements",
        "Shop.Till.<Open>d__3.MoveNext",
        "src/Till.cs",
    ),
    "rust left": rust(
        "src/till.rs",
        "assertion `left == right` failed: the total of the order\n  left: {n}\n right: {n}",
    ),
    "rust unwrap": rust(
        "src/till.rs",
        "called `Result::unwrap()` on an `Err` value: ParseIntError {{ kind: InvalidDigit }}",
    ),
    "http 500": traceback(
        "HTTPError",
        "500 Server Error: HTTP 500 for url: http://api.local:8080/orders/{n}",
        ("src/client.py", "fetch"),
    ),
    "http 404": traceback(
        "HTTPError",
        "404 Client Error: HTTP 404 for url: http://api.local:8080/orders/{n}",
        ("src/client.py", "fetch"),
    ),
    "exit 137": traceback(
        "RuntimeError",
        "the printer ended with exit code 137 after {took}",
        ("src/printer.py", "run"),
    ),
    "exit 1": traceback(
        "RuntimeError", "the printer ended with exit code 1 after {took}", ("src/printer.py", "run")
    ),
}
"""What is one cause at one place; each test of it has one name, and parameters."""

WORDS: Final = ("colour", "weight", "origin", "tariff", "season")


def failures(seed: int = 1, most: int = MOST) -> Iterator[Failure]:
    """Yield failures of every kind, at most *most* of each, in no order, the same for a *seed*."""
    noise = Noise(seed)
    made = []
    for anywhere, kinds in ((True, ANYWHERE), (False, PLACED)):
        for at, (cause, kind) in enumerate(kinds.items()):
            for n in range(noise.number(max(2, most // 4), most)):
                test = (
                    f"shop.test_{at}.Test{n % 7}.test_{n}" if anywhere else f"shop.T.test_{at}[{n}]"
                )
                trouble = kind(noise)
                said = [
                    text.replace("{word}", noise.pick(*WORDS))
                    for text in (trouble.message, trouble.detail)
                ]
                if noise.number(0, 1):
                    said = [text.replace("\n", "\r\n") for text in said]
                message, detail = said
                made.append(
                    Failure(Trouble(trouble.kind, message, detail, trouble.type), test, cause)
                )
    made.sort(key=lambda failure: (noise.number(), failure.test))
    yield from made


def agreement(truth: list[str], found: list[int]) -> float:
    """
    Return the adjusted Rand index of two ways to part the same things: 1 where they agree.

    L. Hubert, P. Arabie: Comparing partitions, Journal of Classification 2, 1985.
    """

    def pairs(sizes: Iterator[int]) -> float:
        return sum(size * (size - 1) / 2 for size in sizes)

    both = pairs(iter(Counter(zip(truth, found, strict=True)).values()))
    ours = pairs(iter(Counter(truth).values()))
    theirs = pairs(iter(Counter(found).values()))
    every = len(truth) * (len(truth) - 1) / 2
    expected, best = ours * theirs / every, (ours + theirs) / 2
    return (both - expected) / (best - expected)
