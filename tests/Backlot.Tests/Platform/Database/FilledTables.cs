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
            insert into job_attempts (job_id, lease_no, attempt, worker, outcome) values ('00000000-0000-0000-0000-00000000000a', 1, 1, 'here:1', 'retry');
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
        await database.RunAsync("""
            insert into workers (id, host, process_id, queues, slots, lease_seconds)
                values ('00000000-0000-0000-0000-000000000006', 'studio', 7, '{q}', 2, 10);
            insert into jobs (id, user_id, kind, queue, payload, unique_key, key_held)
                select '00000000-0000-0000-0000-00000000000c', id, 'k', 'q', '{}', 'once', true from users;
            update jobs set status = 'running', worker_id = '00000000-0000-0000-0000-000000000006', last_worker = 'studio:7', lease_no = 1
                where id = '00000000-0000-0000-0000-00000000000c';
            insert into job_attempts (job_id, lease_no, attempt, worker, outcome, reason)
                values ('00000000-0000-0000-0000-00000000000c', 0, 1, 'studio:6', 'worker gone', 'Its worker studio:6 is gone.');
            insert into job_batches (worker_id, job_ids, lease_nos) values ('00000000-0000-0000-0000-000000000006', '{}', '{}');
            insert into job_accounts (account, most_running) values ('openai', 2);
            insert into job_polls (job_id, provider, account, provider_job_id, next_poll_at, give_up_at)
                values ('00000000-0000-0000-0000-00000000000a', 'openai', 'openai', 'p1', now(), now());
            insert into queues (name, paused_at) values ('q', now());
            insert into schedules (user_id, name, kind, payload, cron, time_zone, next_run_at)
                select id, 'nightly', 'k', '{}', '0 3 * * *', 'Europe/Berlin', now() from users;
            """);
        await database.RunAsync("""
            insert into clips (id, user_id, asset_id, start_time, end_time, composite_score, embedding, embedded_by, own_embedding, own_embedded_by)
                select '00000000-0000-0000-0000-000000000008', user_id, id, 0, 4.5, 0.5, array_fill(0.5::real, array[512]), 'clip-vit',
                    array_fill(0.25::real, array[512]), 'backlot/1' from assets;
            insert into analysis_results (user_id, asset_id, clip_id, analysis_type, provider, status, result_data, completed_at)
                select user_id, asset_id, id, 'palette', 'local', 'completed', '{}', now() from clips;
            insert into predictions (user_id, clip_id, predicted_ctr, predicted_band, model_version, features)
                select user_id, id, 0.02, numrange(0.01, 0.05), 'untrained', '{}' from clips;
            insert into ingests (id, user_id, source, location, is_watched) select '00000000-0000-0000-0000-000000000009', id, 'folder', '/footage', true from users;
            insert into ingests (id, user_id, source, location) select '00000000-0000-0000-0000-000000000010', id, 'upload', 'a.mp4' from users;
            insert into ingest_files (user_id, ingest_id, path, status, reason)
                select user_id, id, '/footage/bad.mp4', 'refused', 'is empty' from ingests where source = 'folder';
            insert into uploads (id, user_id, length_bytes, received_bytes, expires_at) select id, user_id, 10, 5, now() from ingests where source = 'upload';
            insert into deleted_blobs (sha256) values (repeat('c', 64));
            """);
        await database.RunAsync("""
            insert into score_weights (user_id, hook, novelty, psychology, scene) select id, 3, 2, 2, 1 from users;
            update predictions set actual_ctr = 0.03, views = 1000;
            insert into click_models (user_id, number, results, parameters, calibration) select id, 1, 50, '{}', '{}' from users;
            """);
        await database.RunAsync("""
            insert into orders (user_id, generation_id, kind, provider, model, state, provider_job_id, estimate_usd)
                select user_id, id, 'image', 'runway', 'gen4_image', 'accepted', 'p1', 0.05 from generations;
            insert into provider_pauses (user_id, provider, until, reason) select id, 'runway', now(), 'Runway answered 402.' from users;
            insert into purchases (id, user_id, item_kind, name, price) select '00000000-0000-0000-0000-000000000011', id, 'brain', 'Noir', 0 from users;
            insert into brains (id, user_id, name, parameters, style_vector, purchase_id)
                select '00000000-0000-0000-0000-000000000012', user_id, name, '{}', array_fill(0.5::real, array[128]), id from purchases;
            insert into format_templates (id, user_id, name, beat_structure, is_marketplace, published_at, price)
                select '00000000-0000-0000-0000-000000000013', id, 'Two beats', '[{"name": "Before"}, {"name": "After"}]', true, now(), 5 from users;
            update projects set brain_id = '00000000-0000-0000-0000-000000000012', format_id = '00000000-0000-0000-0000-000000000013';
            update scenes set beat = 'Before', enhanced_prompt = 'A rooftop', enhancement = '{"writer": "built-in/1", "parts": []}';
            insert into scene_versions (scene_id, project_id, user_id, version_number, prompt, video_asset_id, asked_key)
                select id, project_id, user_id, 1, prompt, video_asset_id, id from scenes;
            update characters set face_embedding = array_fill(0.5::real, array[512]), embedded_by = 'backlot/1', consistency_score = 0.5, shots_compared = 2;
            insert into character_images (character_id, asset_id, project_id, user_id, place)
                select c.id, a.id, c.project_id, c.user_id, 1 from characters c, assets a;
            insert into exact_cache (key, user_id, asset_id, prompt, expires_at)
                select '00000000-0000-0000-0000-000000000021', user_id, id, 'A rooftop', now() from assets limit 1;
            insert into semantic_cache (user_id, key, parameters_hash, prompt_text, prompt_embedding, embedded_by, asset_id, expires_at)
                select user_id, key, key, prompt, array_fill(0.5::real, array[1536]), 'words-1', asset_id, now() from exact_cache;
            insert into component_cache (user_id, type, descriptor, descriptor_text, descriptor_hash, asset_ids, embedding, embedded_by)
                select user_id, 'character', '{}', 'Mara', key, array[asset_id], array_fill(0.5::real, array[1536]), 'words-1' from exact_cache;
            insert into predicted_scenes (user_id, project_id, predictions, confidence, expires_at) select user_id, id, '[]', 0.5, now() from projects;
            insert into cache_reports (user_id, level, entry_id, prompt, cached_prompt, likeness)
                select user_id, 'exact', key, prompt, prompt, 1 from exact_cache;
            """);
        foreach (var table in await SchemaText.TablesAsync(database))
            Assert.True(await database.ValueAsync<bool>($"select exists (select from {table})"), $"Give {table} a row here.");
    }
}
