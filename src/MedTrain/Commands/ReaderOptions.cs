using System.CommandLine;
using MedTrain.Evaluation;
using MedTrain.Evaluation.Comparison;
using MedTrain.Evaluation.Figures;
using MedTrain.Evaluation.Predictions;
using MedTrain.Evaluation.Readers;
using MedTrain.Presentation;

namespace MedTrain.Commands;

/// <summary>How a model is compared with readers.</summary>
internal sealed class ReaderOptions
{
    private readonly Option<string?> _standard = new("--standard")
    {
        Description = "With readers: readings of other readers whose majority (of at least three) is the truth, instead of the "
            + "predictions' own.",
        HelpName = "CSV",
    };
    private readonly ListOption _modalities;

    /// <summary>Adds the options to <paramref name="command"/>.</summary>
    public ReaderOptions(Command command)
    {
        command.Options.Add(_standard);
        _modalities = new ListOption(
            command, "--modalities", "With readers: compare two modalities of the readers file, such as reading alone and with the "
            + "algorithm's help.", "A,B");
    }

    /// <summary>Refuses the options where there are no readers.</summary>
    /// <exception cref="UsageException">One was typed.</exception>
    public void RefuseWithoutReaders(ParseResult parsed)
    {
        if (parsed.GetValue(_standard) is not null || _modalities.Words(parsed).Count > 0)
        {
            throw new UsageException(
                "--standard and --modalities — are about readers, and none of the files has a column 'reader' — add a readers file");
        }
    }

    /// <summary>Compares.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="models">The model.</param>
    /// <param name="readers">The readers file and the name to show.</param>
    /// <param name="config">How.</param>
    /// <param name="methods">Whether the methods paragraph is wanted instead of the numbers.</param>
    /// <param name="figures">Draws the model with the readers.</param>
    public PublishedReport Compare(
        ParseResult parsed,
        IReadOnlyList<ComparedModel> models,
        IReadOnlyList<(string Path, string Name)> readers,
        ComparisonConfig config,
        bool methods,
        out Func<IReadOnlyList<Figure>> figures)
    {
        if (models.Count != 1 || readers.Count != 1)
        {
            throw new UsageException(
                $"{models.Count} model(s) and {readers.Count} readers file(s) — readers are compared with one model — give one of each");
        }

        if (config.Metric is not null)
        {
            throw new UsageException("--metric — readers are always compared by ROC AUC and F1 — leave it out");
        }

        var (model, readings) = (models[0], ReaderCsv.Read(readers[0].Path));
        var (table, notes) = WithStandard(parsed, model.Table, readings);
        if (_modalities.Words(parsed) is { Count: > 0 } modalities)
        {
            return CompareModalities(table, readings, modalities, config, methods, notes, out figures);
        }

        var report = ReaderStudy.Run(table, model.Name, readings, readers[0].Name, config, model.Validation);
        report = report with { Notes = [.. notes, .. report.Notes] };
        figures = () => FigureSet.Make(table, Evaluation(config), model.Validation, report);
        return methods
            ? MethodsPage.Of(report.ToMethods())
            : new PublishedReport(
                report.ToJson, report.ToLongTable,
                [report.Auc.ToTable(), report.F1.ToTable(), report.PointsTable(), report.MultiReaderTable()], report.Notes);
    }

    private (PredictionTable Table, IReadOnlyList<string> Notes) WithStandard(
        ParseResult parsed, PredictionTable table, IReadOnlyList<Reading> readings)
    {
        if (parsed.GetValue(_standard) is not { } file) { return (table, []); }

        var standard = ReaderCsv.Read(PredictionSource.Existing(file, "readers file"));
        var both = standard.Select(one => one.Reader).Intersect(readings.Select(one => one.Reader), StringComparer.Ordinal).ToList();
        if (both.Count > 0)
        {
            throw new EvaluationException(
                $"{string.Join(", ", both)} make the standard and are judged by it. Leave them out of one of the two files.");
        }

        var judged = ReferenceStandard.Majority(table, standard);
        var known = Enumerable.Range(0, judged.Labels.Count)
            .Sum(label => judged.Truth(label).ToArray().Count(truth => !double.IsNaN(truth)));
        return (judged, [$"The truth is the majority of the readings in {Path.GetFileName(file)}, where there are at least three: {known} "
            + $"of {judged.Labels.Count * judged.Count} labels of cases."]);
    }

    private static PublishedReport CompareModalities(
        PredictionTable table,
        IReadOnlyList<Reading> readings,
        IReadOnlyList<string> modalities,
        ComparisonConfig config,
        bool methods,
        IReadOnlyList<string> notes,
        out Func<IReadOnlyList<Figure>> figures)
    {
        if (modalities.Count != 2)
        {
            throw new UsageException($"--modalities — {string.Join(",", modalities)} — must be two: A,B");
        }

        var rows = ReaderStudy.Modalities(table, readings, modalities[0], modalities[1], config);
        figures = () => throw new UsageException("--figures — there are none of modalities — leave it out");
        return methods
            ? throw new UsageException("--methods — there is no paragraph for modalities — leave it out")
            : new PublishedReport(
                () => ReaderReport.ToJson(rows), () => ReaderReport.ToLongTable(rows), [ReaderReport.MultiReaderTable(rows)], notes);
    }

    private static EvaluationConfig Evaluation(ComparisonConfig config) => new()
    {
        Replicates = config.Replicates,
        Level = config.Level,
        Seed = config.Seed,
        Threshold = config.Threshold,
        ThresholdRule = config.ThresholdRule,
        ThresholdTarget = config.ThresholdTarget,
    };
}
