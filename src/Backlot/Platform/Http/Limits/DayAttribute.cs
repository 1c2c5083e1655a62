using System.Globalization;
using Microsoft.OpenApi;

namespace Backlot.Platform.Http.Limits;

/// <summary>A day as 2026-11-21, and written in no other way: .NET's own reading takes 1.5 for the fifth of January.</summary>
public sealed class DayAttribute : LimitAttribute
{
    private const string Form = "yyyy-MM-dd";

    public static DateOnly Parse(string day) => DateOnly.ParseExact(day, Form, CultureInfo.InvariantCulture);

    public override string? Fault(object value, IServiceProvider services) =>
        DateOnly.TryParseExact(value as string, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? null : "write a day as 2026-11-21.";

    public override void Describe(OpenApiSchema schema, IServiceProvider services) => schema.Format = "date";
}
