using System.Text.Json;
using Backlot.Platform;
using Backlot.Platform.Database;

namespace Backlot.Jobs;

/// <summary>A kind of job this program can run.</summary>
/// <param name="Name">As in <see cref="IJobArgs.Kind"/>.</param>
/// <param name="Queue">As in <see cref="IJobArgs.Queue"/>.</param>
/// <param name="IsShort">As in <see cref="IJobArgs.IsShort"/>.</param>
/// <param name="Deadline">As in <see cref="IJobArgs.Deadline"/>.</param>
/// <param name="StallLimit">As in <see cref="IJobArgs.StallLimit"/>.</param>
/// <param name="MaxAttempts">As in <see cref="IJobArgs.MaxAttempts"/>.</param>
/// <param name="RunAsync">Finds the handler and runs it with the arguments read from JSON.</param>
/// <param name="GivenUpAsync">The handler's own <see cref="IJobHandler{TArgs}.GivenUpAsync"/>.</param>
/// <param name="RetriedAsync">The handler's own <see cref="IJobHandler{TArgs}.RetriedAsync"/>.</param>
internal sealed record JobKind(
    string Name,
    string Queue,
    bool IsShort,
    TimeSpan Deadline,
    TimeSpan? StallLimit,
    int MaxAttempts,
    Func<IServiceProvider, string, JobRun, CancellationToken, Task<Outcome>> RunAsync,
    Func<IServiceProvider, string, string, BacklotDb, CancellationToken, Task> GivenUpAsync,
    Func<IServiceProvider, string, BacklotDb, CancellationToken, Task> RetriedAsync)
{
    public static JobKind Of<TArgs, THandler>() where TArgs : IJobArgs where THandler : class, IJobHandler<TArgs> => new(
        TArgs.Kind,
        TArgs.Queue,
        TArgs.IsShort,
        TArgs.Deadline,
        TArgs.StallLimit,
        TArgs.MaxAttempts,
        (services, payload, run, ct) => Handler<TArgs>(services).RunAsync(Read<TArgs>(payload), run, ct),
        (services, payload, reason, db, ct) =>
            // Whose arguments nobody can read has no product that could be told.
            CanRead<TArgs>(payload) ? Handler<TArgs>(services).GivenUpAsync(Read<TArgs>(payload), reason, db, ct) : Task.CompletedTask,
        (services, payload, db, ct) => CanRead<TArgs>(payload) ? Handler<TArgs>(services).RetriedAsync(Read<TArgs>(payload), db, ct) : Task.CompletedTask);

    public static string Write<TArgs>(TArgs args) => JsonSerializer.Serialize(args, JsonSerializerOptions.Web);

    private static TArgs Read<TArgs>(string payload)
    {
        try
        {
            return JsonSerializer.Deserialize<TArgs>(payload, JsonSerializerOptions.Web)
                ?? throw new JsonException($"The payload of a {typeof(TArgs).Name} is null.");
        }
        catch (JsonException unreadable)
        {
            throw new Refusal(422, "payload.unreadable", $"The job's payload cannot be read: {unreadable.Message}");
        }
    }

    private static bool CanRead<TArgs>(string payload)
    {
        try
        {
            return Read<TArgs>(payload) is not null;
        }
        catch (Refusal)
        {
            return false;
        }
    }

    private static IJobHandler<TArgs> Handler<TArgs>(IServiceProvider services) where TArgs : IJobArgs =>
        services.GetRequiredService<IJobHandler<TArgs>>();
}
