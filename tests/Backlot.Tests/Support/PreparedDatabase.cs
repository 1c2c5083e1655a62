using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Processes;

namespace Backlot.Tests.Support;

/// <summary>A database as a server's first start leaves it, made once and then copied: initdb and every step of the schema take seconds of computing.
/// First starts themselves are the matter of EmbeddedPostgresTests and SignInCommandTests.</summary>
internal static class PreparedDatabase
{
    private static readonly Lazy<Task<DataFolder>> Made = new(MakeAsync);

    /// <summary>Puts it into a data folder; a database that is there already is left alone.</summary>
    public static async Task PutIntoAsync(string dataFolder)
    {
        var into = DataFolder.At(dataFolder);
        if (Directory.Exists(into.Postgres))
            return;
        Directory.CreateDirectory(into.Root);
        // With its owner, who is not root.
        var copy = await ChildProcess.RunAsync(new("cp", "--archive", (await Made.Value).Postgres, into.Postgres), CancellationToken.None);
        Assert.True(copy.ExitCode == 0, copy.StderrTail);
    }

    /// <summary>Where it lies itself, for the benchmarks, which copy it on their own.</summary>
    public static async Task<string> FolderAsync() => (await Made.Value).Root;

    /// <summary>At the end of all tests.</summary>
    public static async Task ForgetAsync()
    {
        if (Made.IsValueCreated)
            Directory.Delete((await Made.Value).Root, recursive: true);
    }

    private static async Task<DataFolder> MakeAsync()
    {
        using var folder = DataFolder.Own(Path.Combine(Path.GetTempPath(), "backlot-prepared-" + Guid.CreateVersion7().ToString("N")[^12..]));
        await using var cluster = await EmbeddedPostgres.StartAsync(folder, null, CancellationToken.None);
        await new Schema(cluster.Database).UpAsync(CancellationToken.None);
        return folder;
    }
}
