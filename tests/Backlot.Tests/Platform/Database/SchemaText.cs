using System.Text.Json;
using Backlot.Tests.Support;
using Npgsql;

namespace Backlot.Tests.Platform.Database;

/// <summary>Everything that makes up a schema, a line each, so that two can be compared and a difference be read.</summary>
internal static class SchemaText
{
    public static Task<List<string>> ReadAsync(NpgsqlConnectionStringBuilder database) => database.ColumnAsync<string>("""
        select text from (
            select format('column %s.%s %s %s default %s generated %s', table_name, column_name, udt_name, is_nullable, column_default,
                          generation_expression) || coalesce(' numeric ' || numeric_precision || ',' || numeric_scale, '')
            from information_schema.columns where table_schema = 'public'
            union all
            select format('constraint %s.%s %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            from pg_constraint where connamespace = 'public'::regnamespace
            union all
            select 'index ' || indexdef from pg_indexes where schemaname = 'public'
            union all
            select 'trigger ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
            union all
            select format('function %s %s', p.oid::regprocedure, md5(prosrc)) from pg_proc p
            where pronamespace = 'public'::regnamespace
              and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
        ) as parts (text) order by text
        """);

    public static Task<List<string>> TablesAsync(NpgsqlConnectionStringBuilder database) => database.ColumnAsync<string>(
        "select tablename::text from pg_tables where schemaname = 'public' and tablename <> 'migrations' order by 1");

    /// <summary>Every row of every table as JSON.</summary>
    public static async Task<Dictionary<string, List<string>>> RowsAsync(NpgsqlConnectionStringBuilder database)
    {
        var rows = new Dictionary<string, List<string>>();
        foreach (var table in await TablesAsync(database))
            rows[table] = await database.ColumnAsync<string>($"select to_jsonb(t)::text from {table} as t order by 1");
        return rows;
    }

    /// <summary>Whether a table's rows are what they were, but for columns that are no more.</summary>
    public static void AssertKept(List<string> before, List<string> after)
    {
        var now = after.ConvertAll(Parse);
        var then = before.ConvertAll(Parse);
        // What the earlier schema had and the later has not is made anew, what only the later has goes.
        var columns = now.SelectMany(row => row.Keys).Intersect(then.SelectMany(row => row.Keys)).ToHashSet();
        Assert.Equal(then.Select(row => Text(row, columns)).Order(), now.Select(row => Text(row, columns)).Order());

        static Dictionary<string, JsonElement> Parse(string row) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(row) ?? [];
        static string Text(Dictionary<string, JsonElement> row, HashSet<string> columns) =>
            string.Join(", ", row.Where(cell => columns.Contains(cell.Key)).OrderBy(cell => cell.Key).Select(cell => $"{cell.Key} {cell.Value.GetRawText()}"));
    }
}
