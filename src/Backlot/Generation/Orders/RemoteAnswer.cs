using System.Text.Json;
using System.Text.Json.Serialization;
using Backlot.Generation.Providers;

namespace Backlot.Generation.Orders;

/// <summary>How a provider's work ended, as it is kept for the job that waits for it.</summary>
/// <param name="Id">The provider's: a run may still have the answer to an order before.</param>
/// <param name="Media">Of what was made.</param>
/// <param name="Class">Of a failure.</param>
/// <param name="IsCharged">As <see cref="RemoteState.Failed"/> has it.</param>
internal sealed record RemoteAnswer(
    string Id, string? Media = null, decimal? CostUsd = null, FailureClass? Class = null, string? Reason = null, bool IsCharged = false)
{
    [JsonIgnore]
    public RemoteState State => this switch
    {
        { Media: { } media } => new RemoteState.Succeeded(media, CostUsd),
        { Class: { } failure } => new RemoteState.Failed(new(failure, Reason ?? ""), IsCharged),
        _ => new RemoteState.Cancelled(),
    };

    /// <summary>Null: it has not ended.</summary>
    public static string? Of(string id, RemoteState state) => state switch
    {
        RemoteState.Succeeded done => Text(new(id, done.Media, done.CostUsd)),
        RemoteState.Failed failed => Text(new(id, Class: failed.Failure.Class, Reason: failed.Failure.Message, IsCharged: failed.IsCharged)),
        RemoteState.Cancelled => Text(new(id)),
        _ => null,
    };

    private static string Text(RemoteAnswer answer) => JsonSerializer.Serialize(answer, JsonSerializerOptions.Web);
}
