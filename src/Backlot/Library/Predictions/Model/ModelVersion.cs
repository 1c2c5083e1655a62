using System.Globalization;

namespace Backlot.Library.Predictions.Model;

/// <summary>What a prediction says it was made by. The first number is that of the features and of how the model learns; the second
/// counts the owner's models.</summary>
internal static class ModelVersion
{
    public const string Untrained = "clicks-1.untrained";

    public static string Of(int number) => string.Create(CultureInfo.InvariantCulture, $"clicks-1.{number}");
}
