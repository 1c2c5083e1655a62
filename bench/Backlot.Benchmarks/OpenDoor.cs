using System.Security.Claims;
using System.Text.Encodings.Web;
using Backlot.Accounts;
using Backlot.Platform.Database;
using Backlot.Platform.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Backlot.Benchmarks;

/// <summary>The server as it would be without authentication and ownership, to measure what they cost: everybody is the
/// owner without a look at what they send, and queries are not filtered. All else is the same code.</summary>
internal sealed class OpenDoor(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, BacklotDb db)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Name = "OpenDoor";
    private static AuthenticateResult? everybody;

    public static void Add(IServiceCollection services)
    {
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, OpenDoor>(Name, null);
        services.PostConfigure<AuthenticationOptions>(o =>
            (o.DefaultScheme, o.DefaultAuthenticateScheme, o.DefaultChallengeScheme) = (Name, Name, Name));
        services.ConfigureDbContext<BacklotDb>(o => o.ReplaceService<IModelCustomizer, Unfiltered>());
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync() => everybody ??= await OwnerAsync();

    private async Task<AuthenticateResult> OwnerAsync()
    {
        var owner = await db.Users.AsNoTracking().SingleAsync(Context.RequestAborted);
        return AuthenticateResult.Success(new(new(new ClaimsIdentity([new(Caller.UserIdClaim, owner.Id.ToString()), new(Caller.ScopeClaim, Scopes.All)], Name)), Name));
    }

    private sealed class Unfiltered(ModelCustomizerDependencies dependencies) : RelationalModelCustomizer(dependencies)
    {
        public override void Customize(ModelBuilder modelBuilder, DbContext context)
        {
            base.Customize(modelBuilder, context);
            foreach (var entity in modelBuilder.Model.GetEntityTypes().OfType<IMutableEntityType>())
                entity.SetQueryFilter(null);
        }
    }
}
