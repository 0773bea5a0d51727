using System.ComponentModel.DataAnnotations;
using MailKit.Security;

namespace OrderApp.Users.Mail;

/// <summary>The settings under <c>Mail</c>.</summary>
internal sealed class MailOptions
{
    /// <summary>The sender's address.</summary>
    [Required]
    public string From { get; set; } = "OrderApp <shop@localhost>";

    /// <summary>The marketplace's address, for links.</summary>
    [Required]
    public Uri SiteAddress { get; set; } = new("http://localhost:5000/");

    public SmtpOptions Smtp { get; } = new();
}

/// <summary>The settings under <c>Mail:Smtp</c>.</summary>
internal sealed class SmtpOptions
{
    /// <summary>The mail server; without one mails are kept for three days, and not sent.</summary>
    public string? Host { get; set; }

    [Range(1, 65535)]
    public int Port { get; set; } = 25;

    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>None, StartTls, StartTlsWhenAvailable, SslOnConnect or Auto.</summary>
    public SecureSocketOptions Security { get; set; } = SecureSocketOptions.StartTlsWhenAvailable;
}
