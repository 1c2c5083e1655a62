using Backlot.Platform;
using Backlot.Platform.Files;
using Backlot.Platform.Http;

namespace Backlot.Library.Ingest;

/// <summary>Which folders of the server's machine may be ingested, and by whom.</summary>
internal sealed class IngestRoots(Settings settings, DataFolder data)
{
    /// <summary>The folder without links in it. While no roots are set, admins may name any folder and members none; else everybody
    /// those under a root.</summary>
    /// <param name="path">As the caller wrote it.</param>
    /// <exception cref="Refusal">403: it lies outside, or seems to; 422: there is no such folder.</exception>
    public string Demand(string path, Caller caller)
    {
        if (!Path.IsPathFullyQualified(path))
            throw Invalid($"{path} must be an absolute path.");
        DemandRoots(caller.IsAdmin);
        var real = PlainFile.RealFolder(path);
        // Of what lies outside nothing is said, not even whether it is there.
        if (!MayHold(real ?? Path.GetFullPath(path)))
            throw Outside();
        if (real is null)
            throw Invalid($"the folder {path} does not exist, or Backlot may not read it.");
        return IsOwn(real) ? throw Invalid($"{path} is Backlot's own data folder; name another.") : real;
    }

    /// <summary>Asked again each time a folder is looked through: roots are taken away, and folders replaced by links.</summary>
    /// <param name="real">As <see cref="Demand"/> answered.</param>
    /// <param name="isAdmin">Whether its owner is one now.</param>
    /// <exception cref="Refusal">403: it may be brought in no longer.</exception>
    public void DemandStill(string real, bool isAdmin)
    {
        DemandRoots(isAdmin);
        if (!MayHold(real))
            throw Outside();
        if ((PlainFile.RealFolder(real) ?? real) != real)
            throw new Refusal(403, "ingest.outside", $"{real} is a link by now, or lies behind one; links are not followed.");
    }

    /// <summary>Whether a folder or file lies under a root, or there are none.</summary>
    /// <param name="real">Without links in it.</param>
    public bool MayHold(string real) =>
        settings.IngestRoots.Count == 0 || settings.IngestRoots.Any(root => PlainFile.IsIn(PlainFile.RealFolder(root) ?? root, real));

    /// <summary>Whether a folder or file is Backlot's own, and so nobody's footage.</summary>
    /// <param name="real">Without links in it.</param>
    public bool IsOwn(string real) => PlainFile.IsIn(PlainFile.RealFolder(data.Root) ?? data.Root, real);

    private void DemandRoots(bool isAdmin)
    {
        if (settings.IngestRoots.Count == 0 && !isAdmin)
            throw new Refusal(403, "ingest.no-roots", "Members may bring in no folders here: ask whoever runs this Backlot to set BACKLOT_INGEST_ROOTS.");
    }

    private Refusal Outside() => new(403, "ingest.outside", $"Folders are brought in from under {string.Join(" and ", settings.IngestRoots)} only: "
        + "move it there, or ask whoever runs this Backlot to add its place to BACKLOT_INGEST_ROOTS.");

    private static Refusal Invalid(string message) => Refusal.Invalid(new FieldError("/path", $"path: {message}"));
}
