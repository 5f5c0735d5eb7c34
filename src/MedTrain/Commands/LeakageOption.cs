using System.CommandLine;
using MedTrain.Configuration;

namespace MedTrain.Commands;

/// <summary>The option by which a person accepts leakage, with a reason.</summary>
internal sealed class LeakageOption
{
    private readonly Option<string?> _reason = new("--accept-leakage")
    {
        Description = "Go on although the audit finds leakage; the reason is printed in every report.",
        HelpName = "REASON",
    };

    /// <summary>Adds the option to <paramref name="command"/>.</summary>
    public LeakageOption(Command command)
    {
        _reason.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && string.IsNullOrWhiteSpace(only.Value))
            {
                result.AddError("--accept-leakage — the reason is empty — say why, as in --accept-leakage 'twins cannot be told apart'");
            }
        });
        command.Options.Add(_reason);
    }

    /// <summary>What was typed.</summary>
    public LeakagePolicy Policy(ParseResult parsed) => new(parsed.GetValue(_reason));
}
