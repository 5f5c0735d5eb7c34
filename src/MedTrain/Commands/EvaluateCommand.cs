using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Evaluation;
using MedTrain.Evaluation.Calibration;
using MedTrain.Evaluation.Curves;
using MedTrain.Evaluation.Figures;
using MedTrain.Evaluation.Reports;
using MedTrain.Evaluation.Subgroups;
using MedTrain.Presentation;
using MedTrain.Runs;

namespace MedTrain.Commands;

/// <summary><c>medtrain evaluate</c>: every metric with its interval, from a run or from any CSV file of scores.</summary>
internal sealed class EvaluateCommand
{
    /// <summary>The line in <c>medtrain --help</c>.</summary>
    public const string Summary = "Compute every metric with its confidence interval from a run or a predictions file.";

    private const string ClaimName = "claim", TripodName = "tripod-ai";

    private readonly Argument<string> _path = new("RUN|CSV") { Description = "A run folder, or a CSV file of truths and scores." };
    private readonly PredictionSource _source;
    private readonly Option<string?> _validation = new("--validation")
    {
        Description = "Predictions of other patients, on which --threshold-rule chooses and --calibrate fits [default: the run's own]",
        HelpName = "CSV",
    };
    private readonly Option<CalibrationMethod?> _calibrate = new("--calibrate")
    {
        Description = "First recalibrate the scores by a curve fitted on validation: temperature, platt or isotonic; age-bias for "
            + "quantities that grow with themselves, such as brain age.",
        HelpName = "METHOD",
        CustomParser = result => Method(result),
    };
    private readonly RecordOptions<EvaluationConfig> _settings;
    private readonly SubgroupOptions _subgroups;
    private readonly ListOption _netBenefit;
    private readonly Option<bool> _all = new("--all") { Description = "Show every metric in the table, not only the core ones." };
    private readonly Option<string?> _figures = new("--figures")
    {
        Description = "Also write ROC, precision-recall, reliability and decision curves, confusion matrices (of quantities Bland-Altman "
            + "and scatter plots) as SVG files into this folder, with bands by up to 2,000 of the same resamples.",
        HelpName = "DIR",
    };
    private readonly Option<bool> _methods = new("--methods")
    {
        Description = "Print a methods paragraph for a paper instead of the numbers.",
    };
    private readonly Option<string?> _checklist = new("--checklist")
    {
        Description = "Print a reporting checklist with what is known filled in instead of the numbers: claim or tripod-ai.",
        HelpName = $"{ClaimName}|{TripodName}",
    };
    private readonly ReportOptions _report;

    private EvaluateCommand(Command command)
    {
        command.Arguments.Add(_path);
        _source = new PredictionSource(command);
        command.Options.Add(_validation);
        command.Options.Add(_calibrate);
        _settings = new RecordOptions<EvaluationConfig>(command);
        _subgroups = new SubgroupOptions(command);
        _netBenefit = new ListOption(
            command, "--net-benefit", "Also print the net benefit of acting from these probabilities on, such as 0.05,0.1,0.2.", "P,Q");
        _checklist.AcceptOnlyFromAmong(ClaimName, TripodName);
        foreach (var option in new Option[] { _all, _figures, _methods, _checklist }) { command.Options.Add(option); }

        _report = new ReportOptions(command);
    }

    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var command = new Verb(
            "evaluate",
            Summary + " Patients are resampled, never single images. "
            + "The file may come from any tool: case_id,patient_id, and for each label y_<label> and p_<label>.",
            "medtrain evaluate runs/quickstart",
            "medtrain evaluate runs/quickstart --by sex,age --figures figures",
            "medtrain evaluate runs/quickstart --threshold-rule youden --metrics roc_auc,sensitivity,specificity",
            "medtrain evaluate scores.csv --case-column image --patient-column subject --label-columns disease --score-columns probability",
            "medtrain evaluate test.csv --validation val.csv --calibrate platt --threshold-rule sensitivity --threshold-target 0.95",
            "medtrain evaluate predictions.csv --ci bca --level 0.9 --latex",
            "medtrain evaluate predictions.csv --methods");
        command.SetAction(new EvaluateCommand(command).Execute);
        return command;
    }

    private int Execute(ParseResult parsed)
    {
        var format = _report.Format(parsed);
        var netBenefitAt = _netBenefit.Numbers(parsed);
        var raw = _source.Open(parsed.GetRequiredValue(_path), parsed, parsed.GetValue(_validation), _settings);
        var (input, notes) = Calibrated(raw, parsed.GetValue(_calibrate));
        // Before the long work, so that a column or metric that is not there is told at once.
        var isNumbers = !parsed.GetValue(_methods) && parsed.GetValue(_checklist) is null;
        var subgroups = isNumbers ? _subgroups.Make(parsed, input) : [];
        var report = Evaluator.Evaluate(input.Table, input.Config, input.Validation);
        report = report with { Notes = [.. input.Notes, .. notes, .. report.Notes] };
        if (parsed.GetValue(_figures) is { } folder)
        {
            FigureFiles.Write(folder, FigureSet.Make(input.Table, input.Config, input.Validation), parsed.InvocationConfiguration.Error);
        }

        Published(parsed, input, report, subgroups, netBenefitAt).Write(format, parsed.InvocationConfiguration.Output);
        return ExitCodes.Done;
    }

    private PublishedReport Published(
        ParseResult parsed,
        PredictionInput input,
        EvaluationReport report,
        IReadOnlyList<SubgroupTable> subgroups,
        IReadOnlyList<double> netBenefitAt)
    {
        if (parsed.GetValue(_methods)) { return MethodsPage.Of(report.ToMethods()); }

        if (parsed.GetValue(_checklist) is { } guideline)
        {
            var known = input is { Run: { } run, Experiment: { } experiment } ? RunAnswers.Of(run, experiment) : null;
            var wanted = guideline == ClaimName ? "CLAIM" : "TRIPOD+AI";
            return ChecklistPage.Of([.. Checklist.Make(report, known).Where(item => item.Guideline == wanted)]);
        }

        return ReportPrinter.Publish(
            report,
            subgroups,
            netBenefitAt.Count == 0 ? null : NetBenefitTable.Make(input.Table, netBenefitAt, input.Config),
            parsed.GetValue(_all));
    }

    private static (PredictionInput Input, IReadOnlyList<string> Notes) Calibrated(PredictionInput input, CalibrationMethod? method)
    {
        if (method is not { } chosen) { return (input, []); }

        if (input.Validation is null)
        {
            throw new UsageException(
                "--calibrate — is fitted on validation predictions, never on the cases it is judged by — add --validation CSV");
        }

        var (table, validation) = Recalibration.ApplyToBoth(input.Table, input.Validation, chosen);
        var done = chosen == CalibrationMethod.AgeBias ? "Predictions were corrected" : "Scores were recalibrated";
        var note = $"{done} by {Words(chosen)}, fitted on {input.Validation.Count} validation cases of "
            + "other patients.";
        return (input with { Table = table, Validation = validation }, [note]);
    }

    private static string Words(CalibrationMethod method) => method switch
    {
        CalibrationMethod.Temperature => "temperature scaling",
        CalibrationMethod.Platt => "Platt scaling",
        CalibrationMethod.Isotonic => "isotonic regression",
        _ => "a straight line for the bias that grows with age",
    };

    private static CalibrationMethod? Method(System.CommandLine.Parsing.ArgumentResult result)
    {
        var typed = result.Tokens[0].Value.Replace('-', '_');
        var names = Enum.GetNames<CalibrationMethod>().ToDictionary(ConfigNames.ToKey);
        if (names.TryGetValue(typed, out var name)) { return Enum.Parse<CalibrationMethod>(name); }

        result.AddError($"--calibrate — {typed} — {Data.NearestName.Advice(typed, [.. names.Keys])}");
        return null;
    }
}
