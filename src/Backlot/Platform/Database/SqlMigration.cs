using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Backlot.Platform.Database;

/// <summary>A step of the schema: <c>Migrations/NAME.up.sql</c> and its <c>.down.sql</c>, run by EF Core's migrator in
/// one transaction each.</summary>
public abstract class SqlMigration : Migration
{
    private string Name => GetType().GetCustomAttributes(typeof(MigrationAttribute), false)
        .Cast<MigrationAttribute>().Single().Id;

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Script("up"));

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Script("down"));

    private string Script(string way) => SqlFile.Read($"Platform/Database/Migrations/{Name}.{way}.sql");
}

/// <summary>Our steps are numbered where EF Core expects a time of fourteen digits: here an id is its own name.</summary>
internal sealed class NumberedSteps : IMigrationsIdGenerator
{
    public string GenerateId(string name) => name;

    public string GetName(string id) => id;

    public bool IsValidId(string value) => true;
}

[DbContext(typeof(BacklotDb)), Migration("0001_accounts")] internal sealed class Accounts0001 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0002_jobs")] internal sealed class Jobs0002 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0003_library")] internal sealed class Library0003 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0004_generation")] internal sealed class Generation0004 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0005_rendering")] internal sealed class Rendering0005 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0006_channels")] internal sealed class Channels0006 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0007_sign_in")] internal sealed class SignIn0007 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0008_requests")] internal sealed class Requests0008 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0009_key_vault")] internal sealed class KeyVault0009 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0010_credits")] internal sealed class Credits0010 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0011_studio")] internal sealed class Studio0011 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0012_job_engine")] internal sealed class JobEngine0012 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0013_footage")] internal sealed class Footage0013 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0014_meaning")] internal sealed class Meaning0014 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0015_orders")] internal sealed class Orders0015 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0016_caches")] internal sealed class Caches0016 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0017_studio")] internal sealed class Studio0017 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0019_channel_providers")] internal sealed class ChannelProviders0019 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0020_asked_shots")] internal sealed class AskedShots0020 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0021_shot_jobs")] internal sealed class ShotJobs0021 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0022_clip_vectors")] internal sealed class ClipVectors0022 : SqlMigration;
[DbContext(typeof(BacklotDb)), Migration("0023_job_room")] internal sealed class JobRoom0023 : SqlMigration;
