using System.Security.Cryptography;
using Backlot.Library.Uploads;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Library.Fsck;

/// <summary>Holds the rows of assets and uploads against the files of the data folder, page by page, so that any number of them
/// fits in memory.</summary>
internal sealed class StoreCheck(
    Settings settings, DataFolder folder, NpgsqlDataSource database, IServiceScopeFactory scopes, StoreCheckWish wish, TimeProvider time)
{
    private const int PageRows = 500;

    private readonly BlobStore _blobs = new(folder);
    private readonly StoreRepair _repair = new(folder, database, scopes);
    private readonly List<StoreFault> _faults = [];
    private readonly DateTimeOffset _young = time.GetUtcNow().AddHours(-settings.DeletedBlobHours);
    private long _rows, _hashed, _files;

    public async Task<StoreReport> RunAsync(CancellationToken ct)
    {
        await CheckRowsAsync(ct);
        await CheckFilesAsync(ct);
        await CheckUploadsAsync(ct);
        return new(_rows, _hashed, _files, _faults);
    }

    private async Task CheckRowsAsync(CancellationToken ct)
    {
        for (var after = ""; ;)
        {
            var page = await ReadAsync("contents", row => new Content(row.GetString(0), row.GetInt64(1), row.GetBoolean(2)), ct, after, PageRows);
            foreach (var content in page)
                await CheckRowAsync(content, ct);
            _rows += page.Count;
            if (page.Count < PageRows)
                return;
            after = page[^1].Sha256;
        }
    }

    private async Task CheckRowAsync(Content content, CancellationToken ct)
    {
        var file = new FileInfo(_blobs.PathOf(content.Sha256));
        if (!file.Exists)
            await FoundAsync(new(StoreFaults.Missing, Below(file.FullName), content.Healing),
                () => _repair.LoseAsync(content.Sha256, "Its bytes are gone from the disk: bring the file in again.", ct));
        else if (file.Length != content.SizeBytes)
            await DamagedAsync(StoreFaults.WrongSize, content, file, ct);
        else if (Random.Shared.NextDouble() < wish.HashShare)
        {
            _hashed++;
            await using var bytes = _blobs.OpenRead(content.Sha256);
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, ct)) != content.Sha256)
                await DamagedAsync(StoreFaults.WrongBytes, content, file, ct);
        }
    }

    private Task DamagedAsync(string kind, Content content, FileInfo file, CancellationToken ct) =>
        FoundAsync(new(kind, Below(file.FullName), $"it is put aside in quarantine, {content.Healing}"), async () =>
        {
            _repair.PutAside(file.FullName);
            await _repair.LoseAsync(content.Sha256, "Its bytes on the disk were damaged: bring the file in again.", ct);
        });

    private async Task CheckFilesAsync(CancellationToken ct)
    {
        foreach (var page in Directory.EnumerateFiles(folder.Blobs, "*", SearchOption.AllDirectories).Chunk(PageRows))
        {
            _files += page.Length;
            var known = page.Where(IsBlob).ToList();
            foreach (var stray in page.Except(known))
                await FoundAsync(new(StoreFaults.Stray, Below(stray), "it is put aside in quarantine"), () =>
                {
                    _repair.PutAside(stray);
                    return Task.CompletedTask;
                });
            foreach (var sha256 in await ReadAsync("unneeded", row => row.GetString(0), ct, known.ConvertAll(file => Path.GetFileName(file))))
                if (File.GetLastWriteTimeUtc(_blobs.PathOf(sha256)) <= _young)
                    await FoundAsync(new(StoreFaults.Unneeded, Below(_blobs.PathOf(sha256)), "it is deleted"), () =>
                    {
                        _blobs.Delete(sha256, _young);
                        return Task.CompletedTask;
                    });
        }
    }

    private async Task CheckUploadsAsync(CancellationToken ct)
    {
        var awaited = (await ReadAsync("uploads", row => (Id: row.GetGuid(0), ReceivedBytes: row.GetInt64(1)), ct))
            .ToDictionary(u => u.Id, u => u.ReceivedBytes);
        foreach (var (id, received) in awaited)
            if (new FileInfo(Path.Combine(folder.Uploads, $"{id:N}.part")) is var part && (!part.Exists || part.Length < received))
                await FoundAsync(new(StoreFaults.UploadLost, $"{id}", "it is forgotten; its client begins it again"), () => _repair.ForgetUploadAsync(id, ct));
        foreach (var file in Directory.EnumerateFiles(folder.Uploads))
            if (File.GetLastWriteTimeUtc(file) <= _young && !(Guid.TryParseExact(Path.GetFileNameWithoutExtension(file), "N", out var id)
                && (awaited.ContainsKey(id) || await UploadSweep.IsAwaitedAsync(database, id, ct))))
                await FoundAsync(new(StoreFaults.UploadLeft, Below(file), "it is deleted"), () =>
                {
                    File.Delete(file);
                    return Task.CompletedTask;
                });
    }

    private async Task FoundAsync(StoreFault fault, Func<Task> repair)
    {
        _faults.Add(fault);
        if (wish.Repair)
            await repair();
    }

    private bool IsBlob(string path) => Path.GetFileName(path) is { Length: 64 } name && name.All(char.IsAsciiHexDigitLower) && path == _blobs.PathOf(name);

    private string Below(string path) => Path.GetRelativePath(folder.Root, path);

    private async Task<List<T>> ReadAsync<T>(string file, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object[] values)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = SqlFile.Command(connection, $"Library/Fsck/Sql/{file}.sql", values);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var all = new List<T>();
        while (await rows.ReadAsync(ct))
            all.Add(read(rows));
        return all;
    }

    /// <summary>Bytes that assets name.</summary>
    /// <param name="IsBroughtIn">Not only made of a film.</param>
    private sealed record Content(string Sha256, long SizeBytes, bool IsBroughtIn)
    {
        public string Healing => IsBroughtIn
            ? "its assets are marked as failed; bring the file in again to heal them" : "a job makes it again from its film";
    }
}
