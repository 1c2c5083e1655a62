using System.Globalization;
using Backlot.Platform.Http.Limits;
using Microsoft.OpenApi;

namespace Backlot.Channels.Albums;

/// <summary>A length that an album's film may have: see <see cref="AlbumLimits"/>.</summary>
internal sealed class AlbumMinutesAttribute : LimitAttribute
{
    public override string? Fault(object value, IServiceProvider services)
    {
        var (shortest, longest) = services.GetRequiredService<AlbumLimits>();
        return value is int minutes && minutes >= shortest && minutes <= longest
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"it is {value}; an album lasts {shortest} to {longest} minutes.");
    }

    public override void Describe(OpenApiSchema schema, IServiceProvider services)
    {
        var (shortest, longest) = services.GetRequiredService<AlbumLimits>();
        (schema.Minimum, schema.Maximum) = ($"{shortest}", $"{longest}");
    }
}
