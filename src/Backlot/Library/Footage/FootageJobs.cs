using Backlot.Jobs;
using Backlot.Platform.Database;
using Microsoft.EntityFrameworkCore;

namespace Backlot.Library.Footage;

/// <summary>The jobs by which a film gets what is made of it; each is wanted once at a time.</summary>
internal static class FootageJobs
{
    /// <summary>In the transaction that adds the film.</summary>
    public static void EnqueueReading(this BacklotDb db, Asset film) =>
        db.Enqueue(new ReadFootage(film.Id), film.UserId, film.Id, uniqueKey: KeyOf(ReadFootage.Kind, film));

    /// <summary>Whatever the film may lack: its clips, or pictures of them and the form that browsers play. Jobs that find all of it there do
    /// nothing.</summary>
    /// <param name="db">In the caller's transaction, of the film's owner.</param>
    public static async Task EnqueueMissingAsync(this BacklotDb db, Asset film, CancellationToken ct)
    {
        if (film.FootageReadAt is null)
        {
            await db.EnqueueOnceAsync(new ReadFootage(film.Id), film, ct);
            return;
        }
        // One that runs already may have looked before this one was lost: another comes after it.
        await db.EnqueueOnceAsync(new MakePictures(film.Id), film, ct, IfThere.Replace);
        await db.EnqueueProxyAsync(film, ct);
    }

    /// <summary>Where browsers cannot play the film as it is, and it has no proxy yet.</summary>
    public static async Task EnqueueProxyAsync(this BacklotDb db, Asset film, CancellationToken ct)
    {
        if (AssetMetadata.Read(film.Metadata).DecodesInBrowser == false
            && !await db.Assets.AnyAsync(a => a.DerivedFrom == film.Id && a.Variant == MediaVariant.Proxy, ct))
            await db.EnqueueOnceAsync(new MakeProxy(film.Id), film, ct);
    }

    private static Task<Guid> EnqueueOnceAsync<TArgs>(this BacklotDb db, TArgs args, Asset film, CancellationToken ct, IfThere ifThere = IfThere.Keep)
        where TArgs : IJobArgs =>
        db.EnqueueUniqueAsync(NewJob.Of(args, film.UserId, film.Id, uniqueKey: KeyOf(TArgs.Kind, film)), ifThere, ct);

    private static string KeyOf(string kind, Asset film) => $"{kind}:{film.Id:N}";
}
