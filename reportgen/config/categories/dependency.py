"""
What cannot be had as it was asked for: images, packages, modules, lock files.

A wrong name or version looks just like one that was withdrawn, so nothing here excuses a change.
"""

from typing import Final

from reportgen.config.categories.category import Category, row

ROWS: Final[tuple[Category, ...]] = (
    row(
        "dependency",
        r"manifest unknown|manifest for \S{1,200} not found|pull access denied for"
        r"|repository does not exist or may require|no matching manifest for"
        r"|\bErrImagePull\b|\bImagePullBackOff\b|name unknown: "
        r"|failed to resolve source metadata for .{1,400}: not found",
        "an image could not be pulled",
        "check the image's name and tag, and who may pull it",
    ),
    row(
        "dependency",
        r"can only install packages when your package\.json and"
        r"|lockfile would have been modified by this install"
        r"|your lockfile needs to be updated|ERR_PNPM_OUTDATED_LOCKFILE"
        r"|changed significantly since poetry\.lock was last generated"
        r"|the lockfile at .{1,200} needs to be updated"
        r"|the lock file .{0,200}needs to be updated but --(?:locked|frozen)"
        r"|updates to go\.mod needed|missing go\.sum entry"
        r"|lock file is not up to date with the latest changes in composer\.json"
        r"|npm (?:ERR!|error) (?:missing|invalid): .{1,200} lock file"
        r"|your bundle is frozen|because frozen mode is set",
        "the lock file does not fit the dependencies",
        "write the lock file anew and commit it",
    ),
    row(
        "dependency",
        r"packages do not match the hashes|\bEINTEGRITY\b|checksum mismatch|hash sum mismatch"
        r"|sha(?:256|512) mismatch|checksum .{0,80}did not match|dependency verification failed",
        "a download does not have the checksum that was expected",
        "find out what changed before the checksum does",
    ),
    row(
        "dependency",
        r"no matching distribution found for|could not find a version that satisfies"
        r"|\bResolutionImpossible\b|have conflicting dependencies|version solving failed"
        r"|no solution found when resolving|\bPackagesNotFoundError\b|\bResolvePackageNotFound\b"
        r"|requirements are unsatisfiable",
        "a Python package cannot be had in the version asked for",
        "check the requirement that the line names",
    ),
    row(
        "dependency",
        r"\bERESOLVE\b|npm (?:ERR!|error) code (?:E404|ETARGET)\b|no matching version found for"
        r"|npm (?:ERR!|error) 404 |could not resolve dependency:|ERR_PNPM_(?:NO_MATCH|FETCH_404)"
        r"|couldn't find (?:any versions for|package) |YN00(?:35|82): .{0,300}not found",
        "an npm package cannot be had in the version asked for",
        "check the dependency that the line names",
    ),
    row(
        "dependency",
        r"could not resolve dependencies for|could not find artifact |could not transfer artifact "
        r"|could not resolve all (?:files|dependencies|artifacts)"
        r"|^> could not find [\w.-]{1,200}:[\w.-]{1,200}:|plugin \[id: .{1,120} not found",
        "a Java dependency cannot be had in the version asked for",
        "check the coordinates that the line names",
    ),
    row(
        "dependency",
        r"no matching package named|failed to select a version for",
        "a crate cannot be had in the version asked for",
        "check the dependency in Cargo.toml",
    ),
    row(
        "dependency",
        r"no required module provides package|cannot find module providing package"
        r"|: unknown revision \S|module \S{1,200}: not found",
        "a Go module cannot be had in the version asked for",
        "check the requirement in go.mod",
    ),
    row(
        "dependency",
        r"E: unable to locate package|has no installation candidate|you have held broken packages"
        r"|failed to fetch .{1,200}404|no package .{1,80} available|unable to select packages"
        r"|no match for argument",
        "a system package cannot be had",
        "refresh the package lists, and check the package's name",
    ),
    row(
        "dependency",
        r"could not find gem |could not find compatible versions"
        r"|requirements could not be resolved to an installable set|\bNU110[0-3]\b"
        r"|unable to find package \S|it could not be found in any version",
        "a package cannot be had in the version asked for",
        "check the requirement that the line names",
    ),
    row(
        "dependency",
        r"\bModuleNotFoundError\b|no module named |cannot find module |can't resolve '"
        r"|\bClassNotFoundException\b|cannot load such file -- |could not load file or assembly"
        r"|is not in (?:GOROOT|std)\b",
        "a module is missing",
        "declare and install what the line names",
    ),
)
