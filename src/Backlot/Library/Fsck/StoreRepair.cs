using Backlot.Platform;
using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Library.Fsck;

/// <summary>Puts right what a check found, and destroys nothing that anybody might still want.</summary>
internal sealed class StoreRepair(DataFolder folder, NpgsqlDataSource database)
{
    /// <summary>Files that should not be where they were; for a person to look at and delete.</summary>
    private string Quarantine => Path.Combine(folder.Root, "quarantine");

    public void PutAside(string path)
    {
        Directory.CreateDirectory(Quarantine);
        File.Move(path, Path.Combine(Quarantine, $"{Guid.CreateVersion7():N}-{Path.GetFileName(path)}"));
    }

    public Task FailAsync(string sha256, string reason, CancellationToken ct) => RunAsync("Library/Fsck/Sql/fail.sql", ct, sha256, reason);

    public Task ForgetUploadAsync(Guid id, CancellationToken ct) => RunAsync("Library/Fsck/Sql/forget_upload.sql", ct, id);

    private async Task RunAsync(string file, CancellationToken ct, params object[] values)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var command = SqlFile.Command(connection, file, values);
        await command.ExecuteNonQueryAsync(ct);
    }
}
