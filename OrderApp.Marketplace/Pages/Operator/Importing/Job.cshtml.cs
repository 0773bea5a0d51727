using System.Globalization;
using System.Text;
using CsvHelper;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Visitors;

namespace OrderApp.Marketplace.Pages.Operator.Importing;

/// <summary>One import: the file's first rows and its columns, then how far it is, then what became of it.</summary>
internal sealed class JobModel(ImportDesk desk, ImportRun run, Prices prices, IStringLocalizer<Texts> texts) : PageModel
{
    private const int LongestName = 100;

    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>The list's name, by which its books are known again.</summary>
    [BindProperty]
    public string? Source { get; set; }

    /// <summary>The price of books for which the list has none, as it was typed.</summary>
    [BindProperty]
    public string? DefaultPrice { get; set; }

    public ColumnMapping Mapping { get; private set; } = new();

    public FormErrors Errors { get; private set; } = FormErrors.None;

    public ImportJob Job { get; private set; } = null!;

    public IActionResult OnGet()
    {
        if (!Find())
            return NotFound();
        (Source, Mapping) = (Job.FileName, ColumnMapping.Guess(Job.Header));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!Find())
            return NotFound();
        ReadMapping();
        var problems = new Dictionary<string, string>();
        if (Mapping[BookField.Title] is null)
            problems["column-Title"] = texts["Say which column holds the titles."].Value;
        if (string.IsNullOrWhiteSpace(Source) || Source.Length > LongestName)
            problems["source"] = texts["This must be filled in."].Value;
        var price = prices.Read(DefaultPrice);
        if (!string.IsNullOrWhiteSpace(DefaultPrice) && price is null or { Units: 0, Nanos: 0 })
            problems["defaultPrice"] = texts["This must be an amount, such as 12.50."].Value;
        var session = await HttpContext.AuthenticateAsync(Session.Scheme);
        if (problems.Count > 0 || !session.Succeeded)
        {
            Errors = new(null, problems);
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        // A double click begins it once.
        if (Job.TryBegin())
            run.Begin(Job, new(Mapping, Source!.Trim(), price, prices), SessionTicket.AccessTokenOf(session.Properties));
        return RedirectToPage(new { Id });
    }

    public IActionResult OnPostRemove()
    {
        if (!Find())
            return NotFound();
        if (Job.Figures.State is not ImportState.Running)
            desk.Remove(Job);
        return RedirectToPage("/Operator/Importing/Upload");
    }

    /// <summary>How far it is, which the page's script puts in place.</summary>
    public IActionResult OnGetProgress() => Find() ? Partial("_Progress", Job) : NotFound();

    /// <summary>The rows that were refused, as a file.</summary>
    public IActionResult OnGetRefused()
    {
        if (!Find())
            return NotFound();
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture))
        {
            foreach (var name in new[] { "line", "column", "reason" })
                csv.WriteField(name);
            csv.NextRecord();
            foreach (var row in Job.Refused)
            {
                csv.WriteField(row.Line);
                csv.WriteField(Plain(row.Column));
                csv.WriteField(row.Reason);
                csv.NextRecord();
            }
        }

        // With the mark by which spreadsheets know UTF-8.
        return File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8", "refused-rows.csv");
    }

    // The file's own header: a spreadsheet would take it for a formula.
    private static string Plain(string text) => text is ['=' or '+' or '-' or '@', ..] ? $"'{text}" : text;

    private bool Find()
    {
        if (desk.Find(Id, Visitor.Of(HttpContext).AccountId) is not { } job)
            return false;
        Job = job;
        return true;
    }

    private void ReadMapping()
    {
        foreach (var field in Enum.GetValues<BookField>())
        {
            if (int.TryParse(Request.Form[$"column-{field}"], NumberStyles.None, CultureInfo.InvariantCulture, out var column) && column < Job.Header.Count)
                Mapping[field] = column;
        }
    }
}
