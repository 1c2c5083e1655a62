using System.Collections.Concurrent;
using Backlot.Platform.Processes;

namespace Backlot.Tests.Support;

/// <summary>What ffmpeg makes of the same words is made once a run: to start it takes longer than most of what tests want of it.</summary>
internal static class MadeOnce
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("backlot-made-").FullName;
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Files = new();

    /// <summary>Puts a copy where it is wanted.</summary>
    /// <param name="path">Its ending tells what is to be made.</param>
    /// <param name="arguments">For ffmpeg, without the output; whatever they read never changes.</param>
    public static async Task CopyAsync(string path, params string[] arguments) =>
        File.Copy(await PathAsync(Path.GetExtension(path), arguments), path, overwrite: true);

    /// <inheritdoc cref="CopyAsync"/>
    public static async Task<byte[]> BytesAsync(string ending, params string[] arguments) =>
        await File.ReadAllBytesAsync(await PathAsync(ending, arguments), TestContext.Current.CancellationToken);

    private static Task<string> PathAsync(string ending, string[] arguments) =>
        Files.GetOrAdd(string.Join('\n', [.. arguments, ending]), _ => new(() => MakeAsync(ending, arguments))).Value;

    /// <summary>Not with the test that wants it first: others wait for it, too.</summary>
    private static async Task<string> MakeAsync(string ending, string[] arguments)
    {
        var path = Path.Combine(Folder, Guid.CreateVersion7().ToString("N") + ending);
        var made = await ChildProcess.RunAsync(
            new("ffmpeg", ["-v", "error", "-nostdin", .. arguments, path]) { Deadline = TimeSpan.FromMinutes(1) }, CancellationToken.None);
        Assert.True(made.ExitCode == 0, made.StderrTail);
        return path;
    }
}
