using Backlot.Platform;
using Backlot.Platform.Database;
using Backlot.Platform.Http.Limits;
using Backlot.Platform.Http.OpenApi;

namespace Backlot.Library.Analyses;

/// <summary>What is to be found out: a type, or a workflow, which is several.</summary>
/// <param name="Type">One analysis. description and transcript take a provider that sees and hears.</param>
/// <param name="Workflow">signals: technical and whatever of loudness, scenes and palette the asset has. full: that, and of the provider
/// a description and, where there is sound, a transcript.</param>
/// <param name="Provider">Who makes it, by your own key of it; local, which asks nobody, if it is left out.</param>
/// <param name="Priority">0..9, 9 is served first. Default 5.</param>
/// <param name="Anew">True asks the provider, and so pays it, although it answered the very same before. Default false.</param>
public sealed record NewAnalysis(
    [OneOf("technical", "scenes", "loudness", "palette", "description", "transcript")] string? Type = null,
    [OneOf(NewAnalysis.Signals, NewAnalysis.Full)] string? Workflow = null,
    [OneOf(LocalAnalysis.Name, "openai", "gemini")] string? Provider = null,
    [Between(0, 9)] int? Priority = null,
    bool? Anew = null) : IRequestBody<NewAnalysis>
{
    internal const string Signals = "signals", Full = "full";

    private static readonly AnalysisType[] OfSignals = [AnalysisType.Technical, AnalysisType.Loudness, AnalysisType.Scenes, AnalysisType.Palette];

    public static NewAnalysis Example => new("palette", Priority: 7);

    /// <summary>Who is asked; null when signals can tell.</summary>
    internal string? Asked => Provider is null or LocalAnalysis.Name ? null : Provider;

    /// <exception cref="Refusal">422: it cannot be found out, and why.</exception>
    internal IReadOnlyList<(AnalysisType Type, string Provider)> OrdersFor(Asset asset)
    {
        FieldChecks.Demand(Type is null != Workflow is null, "type", "give either a type or a workflow.");
        if (Type is { } word)
            return [One(TextEnum.Parse<AnalysisType>(word), asset)];
        FieldChecks.Demand(Workflow == Full || Asked is null, "provider", $"{Asked} makes description and transcript; leave it out for {Workflow}.");
        var signals = OfSignals.Where(type => LocalAnalysis.Fault(type, asset) is null).Select(type => (type, LocalAnalysis.Name));
        return Workflow == Signals ? [.. signals] : [.. signals, .. Answers(asset)];
    }

    private (AnalysisType Type, string Provider) One(AnalysisType type, Asset asset)
    {
        var isAsked = type is AnalysisType.Description or AnalysisType.Transcript;
        FieldChecks.Demand(!isAsked || Asked is not null, "provider", $"a {Type} takes a provider that sees and hears: name openai or gemini.");
        FieldChecks.Demand(isAsked || Asked is null, "provider", $"{Asked} makes description and transcript; leave it out for {Type}.");
        var fault = isAsked ? AskedAnalysis.Fault(type, asset) : LocalAnalysis.Fault(type, asset);
        FieldChecks.Demand(fault is null, "type", fault ?? "");
        return (type, Asked ?? LocalAnalysis.Name);
    }

    /// <summary>What the asset has of the two: a picture has no sound, and sound no picture.</summary>
    private IReadOnlyList<(AnalysisType Type, string Provider)> Answers(Asset asset)
    {
        FieldChecks.Demand(Asked is not null, "provider", "this workflow takes a provider that sees and hears: name openai or gemini.");
        var (description, transcript) = (AskedAnalysis.Fault(AnalysisType.Description, asset), AskedAnalysis.Fault(AnalysisType.Transcript, asset));
        // Of a film that was not read yet half of what was wanted would be left out without a word.
        FieldChecks.Demand(description is null || (asset.Kind != AssetKind.Video && transcript is null), "workflow", description ?? "");
        return [.. new[] { (Type: AnalysisType.Description, Fault: description), (Type: AnalysisType.Transcript, Fault: transcript) }
            .Where(wanted => wanted.Fault is null).Select(wanted => (wanted.Type, Asked ?? ""))];
    }
}
