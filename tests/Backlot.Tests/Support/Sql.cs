using Backlot.Platform.Database;
using Npgsql;

namespace Backlot.Tests.Support;

/// <summary>Plain SQL on a test's database, past everything that Backlot does.</summary>
internal static class Sql
{
    extension(NpgsqlConnectionStringBuilder database)
    {
        /// <summary>A connection outside of every pool: it is gone when it is closed.</summary>
        public Task<NpgsqlConnection> OpenAsync() => database.ConnectAsync(pooled: false);

        /// <summary>A pooled one serves the next statement, too: a new one costs the database more than most statements. The pool of a cluster
        /// that a test kills would hand out dead ones; those clusters are Backlot's own, and have its database.</summary>
        private async Task<NpgsqlConnection> ConnectAsync(bool pooled)
        {
            var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString)
            {
                Pooling = pooled && database.Database != EmbeddedPostgres.DatabaseName,
                ConnectionIdleLifetime = 10,
            }.ConnectionString);
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            return connection;
        }

        public async Task<int> RunAsync(string sql, params object[] values)
        {
            await using var connection = await database.ConnectAsync(pooled: true);
            await using var command = Command(connection, sql, values);
            var rows = await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            await NextMillisecondAsync();
            return rows;
        }

        /// <summary>The first column of every row.</summary>
        public async Task<List<T>> ColumnAsync<T>(string sql, params object[] values)
        {
            await using var connection = await database.ConnectAsync(pooled: true);
            await using var command = Command(connection, sql, values);
            await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
            var column = new List<T>();
            while (await rows.ReadAsync(TestContext.Current.CancellationToken))
                column.Add(await rows.GetFieldValueAsync<T>(0, TestContext.Current.CancellationToken));
            await NextMillisecondAsync();
            return column;
        }

        /// <summary>What tests add one after the other sorts so: the ids and times of one millisecond do not tell.</summary>
        private static Task NextMillisecondAsync() => Task.Delay(2, TestContext.Current.CancellationToken);

        public async Task<T> ValueAsync<T>(string sql, params object[] values) =>
            Assert.Single(await database.ColumnAsync<T>(sql, values));

        /// <summary>Looks again and again until the statement says true.</summary>
        public async Task UntilAsync(string sql, params object[] values)
        {
            while (!await database.ValueAsync<bool>(sql, values))
                await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        /// <summary>A second user.</summary>
        public Task<Guid> AddUserAsync(string email = "other@localhost") => database.ValueAsync<Guid>(
            "insert into users (email, display_name) values ($1, 'Other') returning id", email);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new() { Value = value });
        return command;
    }
}
