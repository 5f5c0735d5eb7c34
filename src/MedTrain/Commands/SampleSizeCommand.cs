using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Evaluation.Planning;
using MedTrain.Presentation;

namespace MedTrain.Commands;

/// <summary><c>medtrain sample-size</c>: how wide the interval of a ROC AUC will be, before a study is run.</summary>
internal static class SampleSizeCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Expect the width of an AUC's interval for a number of cases, or the cases for a width.";

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "sample-size",
            Summary + " By Hanley and McNeil (1982), for independent cases: count patients, not images.",
            "medtrain sample-size --auc 0.85 --prevalence 0.2",
            "medtrain sample-size --auc 0.85 --prevalence 0.2 --cases 100,200,400",
            "medtrain sample-size --auc 0.9 --prevalence 0.05 --width 0.1 --json");
        var settings = new RecordOptions<SampleSizeConfig>(command);
        var report = new ReportOptions(command);
        command.SetAction(parsed =>
        {
            var format = report.Format(parsed);
            var typed = settings.Given(parsed);
            var config = new ConfigBinder(ConfigTables.All).BindText<SampleSizeConfig>("", "", typed).Require<SampleSizeConfig>();
            var table = SampleSizeTable.Make(config);
            var page = new PublishedReport(() => JsonOutput.Text(table), table.ToLongTable, [table.ToTable()], table.Notes);
            page.Write(format, parsed.InvocationConfiguration.Output);
            return ExitCodes.Done;
        });
        return command;
    }
}
