using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Backlot.Rendering;

/// <summary>Files that cost time to make, kept in one folder by the content of all that shaped them.</summary>
/// <remarks>Safe to delete at any time between renders. One process per folder.</remarks>
public sealed class RenderCache
{
    /// <summary>A file used so recently may be part of a running render; trimming leaves it.</summary>
    private static readonly TimeSpan InUse = TimeSpan.FromHours(1);

    private const string TempMark = ".part";
    private readonly string folder;
    private readonly TimeProvider time;
    private readonly Dictionary<string, Gate> gates = [];

    /// <summary>Opens the folder, makes it if need be, and removes what a killed run has left half-made in
    /// it.</summary>
    public RenderCache(string folder, TimeProvider time)
    {
        this.folder = Path.GetFullPath(folder);
        this.time = time;
        Directory.CreateDirectory(this.folder);
        foreach (var leftover in Directory.EnumerateFiles(this.folder, $"*{TempMark}*"))
            File.Delete(leftover);
    }

    /// <summary>Gives the file of a key; makes it first if it is not there. Two callers of one key make it
    /// once.</summary>
    /// <param name="key">Names everything that shapes the content, the version of the recipe included.</param>
    /// <param name="extension">With its dot.</param>
    /// <param name="make">Writes the file to the path it is given; what it leaves after throwing is removed.</param>
    /// <param name="ct">Passed to <paramref name="make"/>.</param>
    public async Task<CachedFile> GetOrMakeAsync(
        string key, string extension, Func<string, CancellationToken, Task> make, CancellationToken ct)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..40] + extension;
        var path = Path.Combine(folder, name);
        var gate = Enter(name);
        try
        {
            await gate.Turn.WaitAsync(ct);
            try
            {
                if (File.Exists(path))
                {
                    File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
                    return new(path, WasThere: true);
                }
                await MakeAsync(path, extension, make, ct);
                return new(path, WasThere: false);
            }
            finally
            {
                gate.Turn.Release();
            }
        }
        finally
        {
            Leave(name, gate);
        }
    }

    /// <summary>As <see cref="GetOrMakeAsync"/>, for what was found out about a file.</summary>
    internal async Task<T> ReadOrMakeAsync<T>(string key, Func<CancellationToken, Task<T>> make, CancellationToken ct)
    {
        var file = await GetOrMakeAsync(key, ".json", async (temp, making) =>
            await File.WriteAllTextAsync(temp, JsonSerializer.Serialize(await make(making), JsonSerializerOptions.Web), making), ct);
        await using var stream = File.OpenRead(file.Path);
        return await JsonSerializer.DeserializeAsync<T>(stream, JsonSerializerOptions.Web, ct)
            ?? throw new InvalidDataException($"The cached file {file.Path} is empty; delete it.");
    }

    /// <summary>Deletes the least recently used files until the rest is within the limit, or was used within the
    /// hour.</summary>
    /// <returns>Bytes freed.</returns>
    public Task<long> TrimAsync(long maxBytes, CancellationToken ct) => Task.Run(() =>
    {
        var files = new DirectoryInfo(folder).GetFiles().Where(file => !file.Name.Contains(TempMark)).ToList();
        var total = files.Sum(file => file.Length);
        var freed = 0L;
        var newest = time.GetUtcNow().UtcDateTime - InUse;
        foreach (var file in files.Where(file => file.LastWriteTimeUtc < newest).OrderBy(file => file.LastWriteTimeUtc))
        {
            if (total - freed <= maxBytes)
                break;
            ct.ThrowIfCancellationRequested();
            freed += file.Length;
            file.Delete();
        }
        return freed;
    }, ct);

    private async Task MakeAsync(
        string path, string extension, Func<string, CancellationToken, Task> make, CancellationToken ct)
    {
        var temp = $"{path}{TempMark}{extension}";
        try
        {
            await make(temp, ct);
            WholeFile.Commit(temp, path);
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
        }
        finally
        {
            File.Delete(temp);
        }
    }

    private Gate Enter(string name)
    {
        lock (gates)
        {
            if (!gates.TryGetValue(name, out var gate))
                gates[name] = gate = new();
            gate.Users++;
            return gate;
        }
    }

    private void Leave(string name, Gate gate)
    {
        lock (gates)
        {
            if (--gate.Users > 0)
                return;
            gates.Remove(name);
            gate.Turn.Dispose();
        }
    }

    private sealed class Gate
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public int Users { get; set; }
    }
}

/// <param name="WasThere">It came from the cache; nothing was made.</param>
public sealed record CachedFile(string Path, bool WasThere);
