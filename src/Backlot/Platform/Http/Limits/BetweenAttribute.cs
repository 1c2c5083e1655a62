using System.Globalization;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.Limits;

/// <summary>A number from <paramref name="least"/> to <paramref name="most"/>, both inclusive, to the hundredth.</summary>
public sealed class BetweenAttribute(double least, double most) : LimitAttribute
{
    public override string? Fault(object value, IServiceProvider services) =>
        Convert.ToDouble(value, CultureInfo.InvariantCulture) is var number && number >= least && number <= most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"it is {value}; choose {Text(least)} to {Text(most)}.");

    public override void Describe(OpenApiSchema schema, IServiceProvider services) =>
        (schema.Minimum, schema.Maximum) = (Text(least), Text(most));

    /// <summary>Never with an exponent, and exact up to 2^53.</summary>
    private static string Text(double number) => ((decimal)(long)number + (decimal)(number - Math.Truncate(number))).ToString("0.##", CultureInfo.InvariantCulture);
}
