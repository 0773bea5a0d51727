using System.ComponentModel.DataAnnotations;
using MailKit.Security;

namespace OrderApp.ServiceDefaults.Mail;

/// <summary>The settings under <c>Mail</c>.</summary>
public sealed class MailOptions
{
    /// <summary>The sender's address.</summary>
    [Required]
    public string From { get; set; } = "OrderApp <shop@localhost>";

    /// <summary>The marketplace's address, for links.</summary>
    [Required]
    public Uri SiteAddress { get; set; } = new("http://localhost:5000/");

    /// <summary>Where mails are handed in.</summary>
    public SmtpOptions Smtp { get; } = new();
}

/// <summary>The settings under <c>Mail:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    /// <summary>The mail server; without one mails are kept for three days, and not sent.</summary>
    public string? Host { get; set; }

    /// <summary>Its port.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 25;

    /// <summary>Who hands in; without one the server asks nobody.</summary>
    public string? User { get; set; }

    /// <summary>The user's password.</summary>
    public string? Password { get; set; }

    /// <summary>None, StartTls, StartTlsWhenAvailable, SslOnConnect or Auto.</summary>
    public SecureSocketOptions Security { get; set; } = SecureSocketOptions.StartTlsWhenAvailable;
}
