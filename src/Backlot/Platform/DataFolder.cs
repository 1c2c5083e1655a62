using System.Text.Json;

namespace Backlot.Platform;

/// <summary>The one folder that holds everything a Backlot keeps. One server at a time owns it.</summary>
public sealed class DataFolder : IDisposable
{
    private readonly FileStream? _lock;
    private FileStream? _joined;

    private DataFolder(string root, FileStream? held)
    {
        Root = root;
        _lock = held;
        Temp = Path.Combine(root, "tmp");
    }

    public string Root { get; }
    public string Postgres => Path.Combine(Root, "postgres");
    public string Blobs => Path.Combine(Root, "blobs");
    /// <summary>Of this process alone.</summary>
    public string Temp { get; private init; }

    /// <summary>What is not whole yet and is worth keeping over a restart.</summary>
    public string Uploads => Path.Combine(Root, "uploads");
    public string RenderCache => Path.Combine(Root, "cache", "render");
    public string Exports => Path.Combine(Root, "exports");
    public string CliToken => Path.Combine(Root, "cli-token");
    public string RootKey => Path.Combine(Root, "root-key");
    public string Log => Path.Combine(Root, "server.log");
    private string ServerFile => Path.Combine(Root, "server.json");

    /// <summary>A look at a folder that some other process may own; takes no lock.</summary>
    public static DataFolder At(string root) => new(Path.GetFullPath(root), null);

    /// <summary>Makes the folder if need be and takes it for this process until disposed.</summary>
    /// <exception cref="StartFailed">It cannot be made or written, or another server owns it.</exception>
    public static DataFolder Own(string root)
    {
        root = Path.GetFullPath(root);
        try
        {
            Directory.CreateDirectory(root);
            // The system call behind FileShare.None is flock: the kernel lets go of it however the process ends.
            var held = new FileStream(Path.Combine(root, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var folder = new DataFolder(root, held);
            folder.StartClean();
            return folder;
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new StartFailed($"Backlot may not write to {root}: choose another folder with --data DIR, or change its owner.", denied);
        }
        catch (IOException busy) when (At(root).RunningServer() is { } server)
        {
            throw new StartFailed($"Backlot already runs on {root} at {server.Url}: use that one, or stop it with ./backlot down --data {root}.", busy);
        }
        catch (IOException failed)
        {
            throw new StartFailed($"The data folder {root} cannot be used ({failed.Message}): choose another with --data DIR.", failed);
        }
    }

    /// <summary>For a worker beside whatever server owns the folder: takes a temporary folder of its own, and clears those of
    /// workers that were killed.</summary>
    /// <exception cref="StartFailed">The folder is not there, or cannot be written.</exception>
    public static DataFolder Join(string root)
    {
        root = Path.GetFullPath(root);
        var all = Path.Combine(root, "tmp-work");
        try
        {
            if (!Directory.Exists(Path.Combine(root, "blobs")))
                throw new StartFailed($"There are no blobs in {root}: give the data folder of the server with --data DIR.");
            foreach (var left in Directory.CreateDirectory(all).GetFiles("*.lock"))
                ClearWhenFree(left.FullName);
            var mine = Path.Combine(all, Guid.CreateVersion7().ToString("N"));
            var held = new FileStream(mine + ".lock", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            Directory.CreateDirectory(mine);
            return new(root, null) { Temp = mine, _joined = held };
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StartFailed($"The data folder {root} cannot be used ({failed.Message}): choose another with --data DIR, or change its owner.", failed);
        }
    }

    private static void ClearWhenFree(string lockFile)
    {
        try
        {
            using var held = new FileStream(lockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            var folder = Path.ChangeExtension(lockFile, null);
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Its worker lives.
        }
    }

    /// <summary>The server that owns this folder now, or null when none does.</summary>
    public RunningServer? RunningServer()
    {
        try
        {
            var server = JsonSerializer.Deserialize<RunningServer>(File.ReadAllText(ServerFile));
            return server is not null && Directory.Exists($"/proc/{server.ProcessId}") && IsLocked() ? server : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Tells other processes of this user where the server of this folder listens.</summary>
    public void Announce(RunningServer server) => WriteWhole(ServerFile, JsonSerializer.Serialize(server), secret: false);

    /// <summary>Writes a small file whole or not at all.</summary>
    public static void WriteWhole(string path, string text, bool secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (secret)
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var temp = path + ".tmp";
        File.Delete(temp);
        using (var file = new FileStream(temp, options))
        {
            file.Write(System.Text.Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }
        File.Move(temp, path, overwrite: true);
    }

    public void Dispose()
    {
        if (_joined is not null)
        {
            if (Directory.Exists(Temp))
                Directory.Delete(Temp, recursive: true);
            _joined.Dispose();
        }
        if (_lock is null)
            return;
        File.Delete(ServerFile);
        _lock.Dispose();
    }

    private bool IsLocked()
    {
        try
        {
            using var probe = new FileStream(Path.Combine(Root, "server.lock"), FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>What a killed server left half made has no name that anything knows; nothing else may be running here.</summary>
    private void StartClean()
    {
        if (Directory.Exists(Temp))
            Directory.Delete(Temp, recursive: true);
        foreach (var folder in (string[])[Blobs, Temp, Uploads, RenderCache, Exports])
            Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess)
            // The database runs as another user and must be able to pass through to its own folder; every secret
            // in here is a file of mode 0600 or in a folder of mode 0700.
            File.SetUnixFileMode(Root, File.GetUnixFileMode(Root) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }
}

/// <summary>Where a server listens, as it says in its data folder.</summary>
public sealed record RunningServer(int ProcessId, string Url);
