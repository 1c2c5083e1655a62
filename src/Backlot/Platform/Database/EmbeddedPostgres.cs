using System.Security.Cryptography;
using System.Text;
using Backlot.Platform.Processes;
using Npgsql;

namespace Backlot.Platform.Database;

/// <summary>A private PostgreSQL cluster in the data folder: on a Unix socket only, never as root, started and stopped
/// with the server. If the server is killed, the kernel sends the cluster SIGINT and it shuts down cleanly.</summary>
/// <remarks>The caller must own the <see cref="DataFolder"/>: two servers on one cluster are kept apart by that lock.</remarks>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    public const string DatabaseName = "backlot";
    private const string Superuser = "backlot", SocketName = ".s.PGSQL.5432";
    private const int LongestSocketPath = 107;      // sun_path of unix(7), less its final zero
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60), StopLimit = TimeSpan.FromSeconds(30);

    private readonly ChildProcess _postmaster;
    private readonly string _cluster;
    private readonly string _socketFolder;

    private EmbeddedPostgres(ChildProcess postmaster, string cluster, string socketFolder)
    {
        _postmaster = postmaster;
        _cluster = cluster;
        _socketFolder = socketFolder;
    }

    /// <summary>How to reach the database of Backlot in this cluster.</summary>
    public NpgsqlConnectionStringBuilder Database => DatabaseAt(_socketFolder, DatabaseName);

    /// <summary>How to reach the cluster of a data folder from another process, whether it runs or not.</summary>
    public static NpgsqlConnectionStringBuilder DatabaseOf(DataFolder folder) => DatabaseAt(SocketFolder(folder), DatabaseName);

    /// <summary>Initialises the cluster at the first start, clears what a crash left, starts it and waits until it answers.</summary>
    /// <param name="folder">Owned by this process.</param>
    /// <param name="settings">Lines beside the defaults of <c>postgresql.conf</c>; null for none.</param>
    /// <param name="ct">Stops waiting and ends the cluster.</param>
    /// <exception cref="StartFailed">The programs are missing or of another major version, or it did not start.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(
        DataFolder folder, IReadOnlyDictionary<string, string>? settings, CancellationToken ct)
    {
        var programs = PostgresPrograms.Find(ClusterMajor(folder.Postgres));
        if (!Directory.Exists(folder.Postgres))
            await InitialiseAsync(programs, folder, ct);
        await EndEarlierAsync(folder.Postgres, ct);

        var socketFolder = SocketFolder(folder);
        await PostgresUser.MakeFolderAsync(socketFolder, ct);
        // The socket has a pid file of its own, which a living process of any kind makes valid again.
        File.Delete(Path.Combine(socketFolder, SocketName + ".lock"));
        List<string> arguments = ["-D", folder.Postgres, "-k", socketFolder];
        foreach (var (name, value) in Defaults.Concat(settings ?? new Dictionary<string, string>()))
            arguments.AddRange(["-c", $"{name}={value}"]);
        var cluster = new EmbeddedPostgres(
            ChildProcess.Start(PostgresUser.Run(ProcessSignal.Interrupt, folder.Postgres, programs.Postgres, arguments)),
            folder.Postgres, socketFolder);
        try
        {
            await cluster.WaitUntilReadyAsync(ct);
            await cluster.MakeDatabaseAsync(ct);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fast shutdown: open sessions are ended, everything committed is on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        _postmaster.SendSignal(ProcessSignal.Interrupt);
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await _postmaster.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // A kill is what the write-ahead log is for: the next start recovers.
        }
        await _postmaster.DisposeAsync();
    }

    /// <summary>An eighth of what this machine, or its container, has: renders need the rest. The index of a million clips had 2.7 GB; the p95
    /// of looking for like ones among them was 8.7 ms with 512 MB and 7.1 ms with 3 GB (docs/benchmarks/search.md).</summary>
    private static long SharedMemoryBytes => Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8, 128L << 20, 4L << 30);

    private static Dictionary<string, string> Defaults => new()
    {
        ["listen_addresses"] = "",
        ["unix_socket_permissions"] = "0700",
        ["max_connections"] = "100",
        ["shared_buffers"] = $"{SharedMemoryBytes >> 20}MB",
        ["logging_collector"] = "on",
        ["log_directory"] = "log",
        ["log_filename"] = "postgresql-%a.log",
        ["log_truncate_on_rotation"] = "on",
        ["log_rotation_age"] = "1d",
        ["idle_in_transaction_session_timeout"] = "10min",
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
    };

    private static NpgsqlConnectionStringBuilder DatabaseAt(string socketFolder, string database) =>
        new() { Host = socketFolder, Database = database, Username = Superuser };

    /// <summary>In the data folder if the name fits into a socket address, else in the system's folder for such things.</summary>
    private static string SocketFolder(DataFolder folder)
    {
        var inData = Path.Combine(folder.Root, "run");
        if (Encoding.UTF8.GetByteCount(Path.Combine(inData, SocketName)) <= LongestSocketPath)
            return inData;
        // Root hands this folder over to another user, so nobody else may have put something of that name there before.
        var home = Environment.IsPrivilegedProcess ? "/run" : "/tmp";
        return Path.Combine(home, "backlot-") + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder.Root)))[..16];
    }

    private static int? ClusterMajor(string cluster)
    {
        if (!Directory.Exists(cluster))
            return null;
        try
        {
            return int.Parse(File.ReadAllText(Path.Combine(cluster, "PG_VERSION")).Trim(), System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            throw new StartFailed($"The folder {cluster} is not a PostgreSQL cluster: move it away, and Backlot makes a new one there.", e);
        }
    }

    private static async Task InitialiseAsync(PostgresPrograms programs, DataFolder folder, CancellationToken ct)
    {
        // Under another name until it is whole: a start that was cut off leaves nothing that looks like a cluster.
        var unfinished = folder.Postgres + ".new";
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        await PostgresUser.MakeFolderAsync(unfinished, ct);
        var initdb = await ChildProcess.RunAsync(PostgresUser.Run(ProcessSignal.Kill, unfinished, programs.Initdb,
            "-D", unfinished, "-U", Superuser, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"), ct);
        if (initdb.ExitCode != 0)
            throw new StartFailed($"The database could not be created in {folder.Root} ({LastLine(initdb.StderrTail)}): put that right, or choose another folder with --data DIR.");
        Directory.Move(unfinished, folder.Postgres);
    }

    /// <summary>Waits for a cluster that a killed server left shutting down, also for single processes of it that have
    /// lost their head; removes the pid file of one that is gone.</summary>
    private static async Task EndEarlierAsync(string cluster, CancellationToken ct)
    {
        var pidFile = Path.Combine(cluster, "postmaster.pid");
        for (var waited = 0; File.Exists(pidFile) && ProcessesOf(pidFile) is [var first, ..] left; waited++)
        {
            if (waited == 20)
                foreach (var pid in left)
                    _ = LibC.Kill(pid, (int)ProcessSignal.Interrupt);
            if (waited > 400)
                throw new StartFailed($"The database of an earlier server (process {first}) does not end: end it by hand, then start again.");
            await Task.Delay(100, ct);
        }
        // PostgreSQL refuses to start while the number in this file belongs to any living process, ours or not. Nothing
        // works on the cluster any more, so its own second guard, the shared memory named in this file, is not needed.
        File.Delete(pidFile);
    }

    /// <summary>PostgreSQL's processes work in the folder of their cluster: there they see the very same pid file.</summary>
    private static List<int> ProcessesOf(string pidFile)
    {
        var mark = File.ReadAllText(pidFile);
        return [.. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var pid) ? pid : 0)
            .Where(pid => pid > 0 && Read($"/proc/{pid}/comm") == "postgres\n" && Read($"/proc/{pid}/cwd/postmaster.pid") == mark)];

        static string? Read(string path)
        {
            try
            {
                return File.ReadAllText(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
    }

    private async Task WaitUntilReadyAsync(CancellationToken ct)
    {
        var maintenance = new NpgsqlConnectionStringBuilder(DatabaseAt(_socketFolder, "postgres").ConnectionString) { Pooling = false, Timeout = 5 };
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(maintenance.ConnectionString);
                await connection.OpenAsync(ct);
                return;
            }
            catch (NpgsqlException e)
            {
                if (_postmaster.HasExited)
                    throw new StartFailed($"The embedded database ended at its start ({WhyItEnded()}): its log is in {_cluster}/log.", e);
                if (TimeProvider.System.GetElapsedTime(started) > StartLimit)
                    throw new StartFailed($"The embedded database did not answer within {StartLimit.TotalSeconds:0} s: its log is in {_cluster}/log.", e);
                await Task.Delay(50, ct);
            }
        }
    }

    private async Task MakeDatabaseAsync(CancellationToken ct)
    {
        await using var postgres = NpgsqlDataSource.Create(DatabaseAt(_socketFolder, "postgres"));
        await using (var exists = postgres.CreateCommand($"select 1 from pg_database where datname = '{DatabaseName}'"))
            if (await exists.ExecuteScalarAsync(ct) is null)
                await using (var create = postgres.CreateCommand($"create database {DatabaseName}"))
                    await create.ExecuteNonQueryAsync(ct);

        // Similarity search wants it; a machine without pgvector still serves everything else.
        await using var backlot = NpgsqlDataSource.Create(Database);
        await using var vector = backlot.CreateCommand("""
            do $$ begin
                if exists (select 1 from pg_available_extensions where name = 'vector') then
                    create extension if not exists vector;
                end if;
            end $$
            """);
        await vector.ExecuteNonQueryAsync(ct);
    }

    private string WhyItEnded()
    {
        const string fatal = "FATAL:  ";
        var newest = new DirectoryInfo(Path.Combine(_cluster, "log")) is { Exists: true } log
            ? log.EnumerateFiles().MaxBy(file => file.LastWriteTimeUtc)
            : null;
        var line = newest is null ? null : File.ReadLines(newest.FullName).LastOrDefault(l => l.Contains(fatal, StringComparison.Ordinal));
        return line is null ? LastLine(_postmaster.StderrTail) : line[(line.IndexOf(fatal, StringComparison.Ordinal) + fatal.Length)..];
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("it said nothing").Trim();
}
