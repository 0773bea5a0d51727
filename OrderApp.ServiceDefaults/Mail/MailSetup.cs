using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace OrderApp.ServiceDefaults.Mail;

/// <summary>How a service sends mails.</summary>
public static class MailSetup
{
    /// <summary>Sends the mails of an outbox, which the container makes anew for each mail.</summary>
    public static WebApplicationBuilder AddMails<TOutbox, TMail>(this WebApplicationBuilder builder)
        where TOutbox : class, IMailOutbox<TMail> where TMail : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<MailOptions>().BindConfiguration("Mail").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<MailMetrics>();
        builder.Services.AddScoped<IMailOutbox<TMail>, TOutbox>();
        builder.Services.AddHostedService<MailSender<TMail>>();
        return builder;
    }
}
