using System.Text.Json;
using Backlot.Accounts.Credits;
using Backlot.Generation.Orders;
using Backlot.Generation.Providers;
using Backlot.Jobs;
using Backlot.Platform;
using Backlot.Platform.Blobs;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Generation;

/// <summary>Has things made by providers, each intent once: intent row, then call, then the result in the caller's own
/// transaction.</summary>
public sealed class Generator(
    BacklotDb db, BlobStore blobs, IEnumerable<IMusicProvider> music, IEnumerable<IImageProvider> images, TimeProvider time)
{
    public IReadOnlyList<string> MusicProviders => [.. music.Select(p => p.Name)];
    public IReadOnlyList<string> ImageProviders => [.. images.Select(p => p.Name)];

    /// <summary>Makes a piece of music, or finds that this intent was fulfilled before.</summary>
    /// <param name="run">The job that wants it.</param>
    /// <param name="intentKey">See <see cref="GenerationRecord.IntentKey"/>.</param>
    /// <param name="provider">One of <see cref="MusicProviders"/>.</param>
    /// <param name="order">What is wanted.</param>
    /// <param name="ct">The run's token.</param>
    public Task<Generated> MusicAsync(JobRun run, string intentKey, string provider, MusicOrder order, CancellationToken ct)
    {
        var maker = music.SingleOrDefault(p => p.Name == provider) ?? throw Unknown(provider);
        return MakeAsync(run, intentKey, GenerationKind.Music, provider, order.Prompt, order, maker.PriceUsd(order),
            (path, progress) => maker.MakeAsync(order, path, progress, ct), ct);
    }

    /// <summary>As <see cref="MusicAsync"/>, for a picture.</summary>
    public Task<Generated> ImageAsync(JobRun run, string intentKey, string provider, ImageOrder order, CancellationToken ct)
    {
        var maker = images.SingleOrDefault(p => p.Name == provider) ?? throw Unknown(provider);
        return MakeAsync(run, intentKey, GenerationKind.Image, provider, order.Prompt, order, maker.PriceUsd(order),
            (path, progress) => maker.MakeAsync(order, path, progress, ct), ct);
    }

    /// <summary>To be called in the save that also keeps the asset; what was reserved is settled at the real price.</summary>
    public async Task FulfilAsync(Generated generated, Guid assetId, CancellationToken ct)
    {
        var tookUsd = generated.Made?.CostUsd ?? generated.Record.Cost;
        await db.SettleCreditsAsync(generated.Record.UserId, generated.Record.Id, CreditLedger.CreditsFor(tookUsd), ct);
        await db.Orders.Where(o => o.GenerationId == generated.Record.Id && (o.State == OrderState.Sending || o.State == OrderState.Accepted))
            .ExecuteUpdateAsync(o => o.SetProperty(x => x.State, OrderState.Made).SetProperty(x => x.EndedAt, time.GetUtcNow()), ct);
        generated.Record.AssetId = assetId;
        generated.Record.Status = GenerationStatus.Completed;
        generated.Record.CompletedAt = time.GetUtcNow();
    }

    private async Task<Generated> MakeAsync<TOrder>(JobRun run, string intentKey, GenerationKind kind, string provider, string prompt,
        TOrder order, decimal priceUsd, Func<string, IProgress<double>, Task<Made>> make, CancellationToken ct)
    {
        var record = await IntendAsync(
            run, intentKey, kind, provider, prompt, JsonSerializer.Serialize(order, JsonSerializerOptions.Web), CreditLedger.CreditsFor(priceUsd), ct);
        if (record is { Status: GenerationStatus.Completed, AssetId: not null })
            return new(record, null, null);
        var path = blobs.NewTempPath(tag: run.Tag);
        try
        {
            var made = await make(path, new JobProgress(run));
            record.Cost = made.CostUsd;
            record.ProviderJobId = made.ProviderJobId;
            return new(record, path, made);
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    /// <summary>The intent is on disk, and its price set aside, before the provider hears of it.</summary>
    private async Task<GenerationRecord> IntendAsync(
        JobRun run, string intentKey, GenerationKind kind, string provider, string prompt, string parameters, int credits, CancellationToken ct)
    {
        var record = await db.Generations.SingleOrDefaultAsync(g => g.IntentKey == intentKey, ct);
        if (record is { Status: GenerationStatus.Completed, AssetId: not null })
            return record;
        await run.WriteAsync(db, async token =>
        {
            if (record is null)
                db.Generations.Add(record = new()
                {
                    UserId = run.UserId, IntentKey = intentKey, Kind = kind, Provider = provider, Prompt = prompt, Parameters = parameters,
                });
            record.Status = GenerationStatus.Processing;
            record.JobId = run.Id;
            record.CompletedAt = null;
            record.ErrorMessage = null;
            record.Metadata = JsonSerializer.Serialize(new { calls = Calls(record) + 1 });
            await db.SaveChangesAsync(token);
            if (credits > 0)
                await db.ReserveCreditsAsync(run.UserId, record.Id, credits, intentKey, token);
        }, ct);
        return record ?? throw new InvalidOperationException("The intent was not written.");
    }

    private static int Calls(GenerationRecord record) =>
        JsonDocument.Parse(record.Metadata).RootElement.TryGetProperty("calls", out var calls) ? calls.GetInt32() : 0;

    private static Refusal Unknown(string provider) =>
        new(422, "provider.unknown", $"There is no provider '{provider}' for this here.");
}

/// <summary>What came of an intent.</summary>
/// <param name="Record">Tracked; fulfil it together with the asset.</param>
/// <param name="TempPath">The finished file, the caller's to take over; null when the intent was fulfilled before.</param>
/// <param name="Made">What the provider said; null when the intent was fulfilled before.</param>
public sealed record Generated(GenerationRecord Record, string? TempPath, Made? Made);
