using Backlot.Platform.Database;
using Backlot.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace Backlot.Tests.Platform.Database;

/// <summary>The schema is written by hand, and so is the model: they must not drift apart.</summary>
public sealed class ModelTests(TestCluster cluster)
{
    /// <summary>Tables that no entity stands for, with the reason.</summary>
    private static readonly Dictionary<string, string> TablesWithoutEntity = new()
    {
        ["migrations"] = "EF Core's own",
        ["rate_counters"] = "counted by one statement",
        ["job_queue"] = "the claim's, by plain SQL: Jobs/Sql",
        ["job_batches"] = "the claim's, by plain SQL: Jobs/Sql",
        ["job_accounts"] = "the claim's, by plain SQL: Jobs/Sql",
        ["job_polls"] = "the poll loop's, by plain SQL: Jobs/Sql",
        ["workers"] = "the worker's, by plain SQL: Jobs/Sql",
        ["queues"] = "the claim's, by plain SQL: Jobs/Sql",
        ["job_attempts"] = "a log, by plain SQL: Jobs/Sql",
        ["schedules"] = "the scheduler's, by plain SQL: Jobs/Sql",
        ["deleted_blobs"] = "filled by a trigger, emptied by one statement: Library/Blobs",
        ["key_encryption_keys"] = "read before the schema is brought up, by plain SQL: Platform/Secrets/KeyRows",
        ["data_protection_keys"] = "the framework's, two statements: Platform/Secrets/DataProtectionKeys",
    };

    /// <summary>Columns that no property stands for, with the reason.</summary>
    private static readonly Dictionary<string, string> ColumnsWithoutProperty = new()
    {
        ["clips.embedding"] = "a vector, or an array where the extension is missing: read and written as real[] by plain SQL",
        ["clips.own_embedding"] = "kept while another's stands in its place: Library/Similarity/Sql",
        ["clips.own_embedded_by"] = "likewise",
        ["characters.face_embedding"] = "as that of clips: Studio/Characters/Sql",
        ["brains.style_vector"] = "as that of clips: Studio/Brains/Sql",
        ["semantic_cache.prompt_embedding"] = "the same",
    };

    [Fact(Timeout = 60_000)]
    public async Task Every_table_has_an_entity_and_every_entity_a_table()
    {
        var database = await cluster.NewDatabaseAsync();
        var tables = await database.ColumnAsync<string>("select tablename::text from pg_tables where schemaname = 'public'");
        await using var db = Open(database);
        var mapped = db.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Distinct().ToList();

        Assert.Empty(mapped.Except(tables));
        Assert.Empty(tables.Except(mapped).Except(TablesWithoutEntity.Keys));
    }

    [Fact(Timeout = 60_000)]
    public async Task Each_column_is_mapped_and_agrees_in_type_and_nullability()
    {
        var database = await cluster.NewDatabaseAsync();
        await using var db = Open(database);
        var differences = new List<string>();
        foreach (var table in db.Model.GetRelationalModel().Tables.Where(t => t.Name != "migrations"))
        {
            var real = await ColumnsAsync(database, table.Name);
            foreach (var column in table.Columns)
                if (!real.TryGetValue(column.Name, out var there))
                    differences.Add($"{table.Name}.{column.Name} is in the model only");
                else if (there != (Family(column.StoreType), column.IsNullable))
                    differences.Add($"{table.Name}.{column.Name} is {there} and the model says {(Family(column.StoreType), column.IsNullable)}");
            differences.AddRange(real.Keys.Except(table.Columns.Select(c => c.Name)).Select(name => $"{table.Name}.{name}")
                .Except(ColumnsWithoutProperty.Keys).Select(name => name + " is in the schema only"));
        }

        Assert.Empty(differences);
    }

    [Fact(Timeout = 60_000)]
    public async Task Keys_of_the_model_are_keys_of_the_schema()
    {
        var database = await cluster.NewDatabaseAsync();
        await using var db = Open(database);
        foreach (var table in db.Model.GetRelationalModel().Tables.Where(t => t.PrimaryKey is not null))
            Assert.Equal(
                table.PrimaryKey!.Columns.Select(c => c.Name).Order(),
                await database.ColumnAsync<string>("""
                    select a.attname::text from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
                    where i.indisprimary and i.indrelid = $1::regclass order by 1
                    """, table.Name));
    }

    [Fact(Timeout = 60_000)]
    public async Task Foreign_keys_of_the_model_are_foreign_keys_of_the_schema_and_have_an_index()
    {
        var database = await cluster.NewDatabaseAsync();
        await using var db = Open(database);
        var real = await database.ColumnAsync<string>("""
            select format('%s.%s -> %s', conrelid::regclass, a.attname, confrelid::regclass)
            from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where contype = 'f' and connamespace = 'public'::regnamespace
            """);

        Assert.Empty(db.Model.GetRelationalModel().Tables.SelectMany(t => t.ForeignKeyConstraints)
            .Select(f => $"{f.Table.Name}.{f.Columns[0].Name} -> {f.PrincipalTable.Name}").Except(real));
        Assert.Empty(await database.ColumnAsync<string>("""
            select format('%s.%s', c.conrelid::regclass, a.attname)
            from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
            where contype = 'f' and connamespace = 'public'::regnamespace
              and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])
            """));
    }

    private static BacklotDb Open(NpgsqlConnectionStringBuilder database) => new(Schema.Options(database.ConnectionString).Options);

    private static async Task<Dictionary<string, (string Type, bool Nullable)>> ColumnsAsync(NpgsqlConnectionStringBuilder database, string table)
    {
        var columns = await database.ColumnAsync<string>("""
            select format('%s|%s|%s', a.attname, format_type(a.atttypid, a.atttypmod), not a.attnotnull)
            from pg_attribute a where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
            """, table);
        return columns.Select(line => line.Split('|')).ToDictionary(part => part[0], part => (Family(part[1]), part[2] == "t"));
    }

    /// <summary>One name for a type however it is spelled; a precision is the schema's affair.</summary>
    private static string Family(string type) => (type.Contains('(', StringComparison.Ordinal) && !type.StartsWith("vector", StringComparison.Ordinal)
        ? type[..type.IndexOf('(', StringComparison.Ordinal)] + type[(type.IndexOf(')', StringComparison.Ordinal) + 1)..]
        : type) switch
    {
        "timestamptz" => "timestamp with time zone",
        "int" or "int4" => "integer",
        "int8" => "bigint",
        "int2" => "smallint",
        "float4" => "real",
        "float8" => "double precision",
        "bool" => "boolean",
        "varchar" or "character varying" => "text",
        var name => name,
    };
}
