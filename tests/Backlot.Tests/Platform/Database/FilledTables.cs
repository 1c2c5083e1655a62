using System.Text.Json;
using Backlot.Tests.Support;
using Npgsql;

namespace Backlot.Tests.Platform.Database;

/// <summary>At least one row in every table, put there by plain SQL.</summary>
internal static class FilledTables
{
    private static readonly string Prompts = JsonSerializer.Serialize(new
    {
        music_prompts = Enumerable.Range(1, 20).Select(n => new { order_index = n, prompt = "harp", duration_minutes = 3 }),
        visual_prompts = Enumerable.Range(1, 20).Select(n => new { order_index = n, prompt = "hall" }),
    });

    public static async Task FillAsync(NpgsqlConnectionStringBuilder database)
    {
        await database.RunAsync("""
            insert into users (id, email, display_name) values ('00000000-0000-0000-0000-000000000001', 'a@b', 'A');
            insert into api_tokens (user_id, name, token_hash, last4) select id, 'cli', sha256('x'), 'abcd' from users;
            insert into sessions (user_id, token_hash, expires_at) select id, sha256('s'), now() + interval '1 day' from users;
            insert into one_time_codes (purpose, code_hash, user_id, created_at, expires_at)
                select 'password_reset', sha256('c'), id, now(), now() + interval '1 hour' from users;
            insert into jobs (id, user_id, kind, queue, payload) values
                ('00000000-0000-0000-0000-00000000000a', '00000000-0000-0000-0000-000000000001', 'k', 'q', '{}'),
                ('00000000-0000-0000-0000-00000000000b', '00000000-0000-0000-0000-000000000001', 'k', 'q', '{}');
            insert into job_dependencies values ('00000000-0000-0000-0000-00000000000b', '00000000-0000-0000-0000-00000000000a');
            insert into assets (id, user_id, kind, source_type, filename, sha256, size_bytes, width, height, status)
                select '00000000-0000-0000-0000-000000000002', id, 'image', 'generated', 'a.png', repeat('a', 64), 5, 1920, 1080, 'ready' from users;
            insert into generations (user_id, intent_key, kind, provider, prompt, asset_id)
                select user_id, 'intent', 'image', 'dummy', 'hall', id from assets;
            insert into idempotency_keys (user_id, key, fingerprint, status, headers, body)
                select id, 'key', sha256('x'), 201, '{}', 'answer' from users;
            insert into rate_counters values ('read', 'somebody', now(), 1);
            insert into channels (id, user_id, name, brand_niche)
                select '00000000-0000-0000-0000-000000000003', id, 'Court', 'royal court' from users;
            """);
        await database.RunAsync("""
            insert into video_jobs (id, user_id, channel_id, title, niche_label, target_duration_minutes, seed, plan, prompts_json, output_directory)
                select '00000000-0000-0000-0000-000000000004', user_id, id, 'T', 'royal court', 60, 1, '{}', $1::jsonb, 'out' from channels
            """, Prompts);
        await database.RunAsync("""
            insert into audio_tracks (video_job_id, provider, order_index, duration_seconds, asset_id, prompt_text)
                select v.id, 'dummy', 1, 180, a.id, 'harp' from video_jobs v, assets a;
            insert into images (video_job_id, provider, order_index, asset_id, prompt_text)
                select v.id, 'dummy', 1, a.id, 'hall' from video_jobs v, assets a;
            insert into render_tasks (user_id, video_job_id, timeline, output_asset_id)
                select v.user_id, v.id, '{}', a.id from video_jobs v, assets a;
            """);
        await database.RunAsync("""
            insert into key_encryption_keys (id, salt, check_value) values (1, sha256('salt'), sha256('check'));
            insert into data_protection_keys (friendly_name, xml) values ('key-1', '<key><encryptedSecret>x</encryptedSecret></key>');
            insert into user_api_keys (user_id, provider, encrypted_key, wrapped_data_key, key_hash, last4)
                select id, 'openai', 'v1:dek:x', 'v1:1:x', sha256('key'), 'abcd' from users;
            insert into projects (id, user_id, title) select '00000000-0000-0000-0000-000000000005', id, 'Heist' from users;
            insert into scenes (project_id, user_id, order_key, prompt, video_asset_id)
                select p.id, p.user_id, 'a0', 'A rooftop', a.id from projects p, assets a;
            insert into characters (project_id, user_id, name) select id, user_id, 'Mara' from projects;
            """);
        foreach (var table in await SchemaText.TablesAsync(database))
            Assert.True(await database.ValueAsync<bool>($"select exists (select from {table})"), $"Give {table} a row here.");
    }
}
