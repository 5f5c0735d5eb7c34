using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Evaluation.Comparison;
using MedTrain.Evaluation.Figures;
using MedTrain.Evaluation.Readers;
using MedTrain.Presentation;
using MedTrain.Runs;

namespace MedTrain.Commands;

/// <summary><c>medtrain compare</c>: models with each other, or a model with readers, on the same resamples of patients.</summary>
internal sealed class CompareCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Compare models, or a model with readers, on the same resampled patients.";

    private readonly Argument<string[]> _paths = new("RUN|CSV")
    {
        Description = "Two or more runs or CSV files of predictions, the first of which the others are compared with; or one and a CSV "
            + "file of readings.",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly PredictionSource _source;
    private readonly ListOption _validations;
    private readonly ListOption _names;
    private readonly RecordOptions<ComparisonConfig> _settings;
    private readonly ReaderOptions _readers;
    private readonly Option<string?> _figures = new("--figures")
    {
        Description = "Also write ROC figures as SVG files into this folder: of all models, or of the model with the readers' points.",
        HelpName = "DIR",
    };
    private readonly Option<bool> _methods = new("--methods")
    {
        Description = "Print a methods paragraph for a paper instead of the numbers.",
    };
    private readonly ReportOptions _report;

    private CompareCommand(Command command)
    {
        command.Arguments.Add(_paths);
        _source = new PredictionSource(command);
        _validations = new ListOption(
            command, "--validation", "Predictions of other patients, one file a model in their order, on which --threshold-rule chooses "
            + "[default: the runs' own]", "CSV,CSV");
        _names = new ListOption(
            command, "--names", "Names to show, in the order of the files [default: those of the files or folders]", "A,B");
        _settings = new RecordOptions<ComparisonConfig>(command);
        _readers = new ReaderOptions(command);
        command.Options.Add(_figures);
        command.Options.Add(_methods);
        _report = new ReportOptions(command);
    }

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "compare",
            Summary + " Printed are both values, their difference with an interval corrected for the number of labels, who has the "
            + "advantage, and p values (bootstrap, and DeLong's for ROC AUC).\n"
            + "A readers file has the columns reader, case_id, label, and call (0 or 1) or score, and may have modality.",
            "medtrain compare runs/resnet runs/densenet",
            "medtrain compare a.csv b.csv c.csv --metric average_precision --correction holm --csv",
            "medtrain compare a.csv b.csv --metric sensitivity --threshold-rule youden --validation a-val.csv,b-val.csv",
            "medtrain compare runs/chexnet radiologists.csv --names Algorithm,Radiologists --latex",
            "medtrain compare model.csv residents.csv --standard specialists.csv",
            "medtrain compare model.csv readers.csv --modalities alone,aided");
        command.SetAction(new CompareCommand(command).Execute);
        return command;
    }

    private int Execute(ParseResult parsed)
    {
        var format = _report.Format(parsed);
        var typed = _settings.Given(parsed);
        var config = new ConfigBinder(ConfigTables.All).BindText<ComparisonConfig>("", "", typed).Require<ComparisonConfig>();
        var paths = parsed.GetRequiredValue(_paths);
        var names = Names(parsed, paths);
        var sides = paths.Zip(names, (path, name) => (Path: path, Name: name)).ToList();
        var readers = sides.Where(side => File.Exists(side.Path) && ReaderCsv.IsOne(side.Path)).ToList();
        var models = Models(parsed, sides.Where(side => !readers.Contains(side)).ToList());
        var figures = parsed.GetValue(_figures);
        var page = readers.Count > 0
            ? _readers.Compare(parsed, models, readers, config, parsed.GetValue(_methods), out var drawn)
            : CompareModels(parsed, models, config, out drawn);
        if (figures is not null) { FigureFiles.Write(figures, drawn(), parsed.InvocationConfiguration.Error); }

        var accepted = Accepted(sides);
        (page with { Notes = [.. accepted, .. page.Notes] }).Write(format, parsed.InvocationConfiguration.Output);
        if (format is ReportFormat.Json or ReportFormat.Csv) { accepted.ForEach(parsed.InvocationConfiguration.Error.WriteLine); }

        return ExitCodes.Done;
    }

    /// <summary>What every report of these runs must say first: leakage that was accepted.</summary>
    private static List<string> Accepted(IEnumerable<(string Path, string Name)> sides) =>
    [
        .. sides.Where(side => Directory.Exists(side.Path))
            .SelectMany(side => ReportNotes.Of(new RunFolder(side.Path), isTested: true).Select(note => $"{side.Name}: {note}")),
    ];

    private IReadOnlyList<string> Names(ParseResult parsed, string[] paths)
    {
        var typed = _names.Words(parsed);
        if (typed.Count > 0)
        {
            return typed.Count == paths.Length && typed.Distinct().Count() == typed.Count ? typed : throw new UsageException(
                $"--names — {string.Join(",", typed)} — must be {paths.Length} different names — give one to each of "
                + string.Join(", ", paths));
        }

        List<string> files = [.. paths.Select(path => Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(path)))];
        return files.Distinct().Count() == files.Count ? files : paths;
    }

    private List<ComparedModel> Models(ParseResult parsed, List<(string Path, string Name)> sides)
    {
        var validations = _validations.Words(parsed);
        if (validations.Count > 0 && validations.Count != sides.Count)
        {
            throw new UsageException(
                $"--validation — {string.Join(",", validations)} — {validations.Count} file(s) for {sides.Count} model(s) — give one a model, "
                + "in their order");
        }

        return
        [
            .. sides.Select((side, index) =>
            {
                var input = _source.Open(side.Path, parsed, validations.Count > 0 ? validations[index] : null);
                return new ComparedModel(side.Name, input.Table, input.Validation);
            }),
        ];
    }

    private PublishedReport CompareModels(
        ParseResult parsed, List<ComparedModel> models, ComparisonConfig config, out Func<IReadOnlyList<Figure>> figures)
    {
        if (models.Count < 2)
        {
            throw new UsageException($"{models[0].Name} — is alone — give two or more runs or prediction files, or one and a readers file");
        }

        _readers.RefuseWithoutReaders(parsed);
        var named = models.Select(model => (model.Name, model.Table)).ToList();
        var reports = PairedComparison.Run(named, config, [.. models.Select(model => model.Validation)]);
        figures = () => FigureSet.MakeOverlay(named, config);
        return parsed.GetValue(_methods)
            ? MethodsPage.Of(string.Join('\n', reports.Select(report => report.ToMethods().Trim())))
            : new PublishedReport(
                () => ComparisonReport.ToJson(reports),
                () => ComparisonReport.ToLongTable(reports),
                [.. reports.Select(report => report.ToTable())],
                [.. reports.SelectMany(report => report.Notes).Distinct()]);
    }
}
