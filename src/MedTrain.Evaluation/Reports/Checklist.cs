using MedTrain.Evaluation.Intervals;

namespace MedTrain.Evaluation.Reports;

/// <summary>
/// The reporting checklists CLAIM (Mongan, Moy and Kahn 2020, 42 items) and TRIPOD+AI (Collins et al. 2024, 27 items), with the items that
/// an evaluation can answer filled in.
/// </summary>
public static class Checklist
{
    private static readonly string[] Claim =
    [
        "AI methodology named in the title or abstract", "Structured summary", "Background, clinical role of the approach",
        "Objectives and hypotheses", "Prospective or retrospective", "Study goal", "Data sources", "Eligibility criteria",
        "Data pre-processing steps", "Selection of data subsets", "Definitions of data elements", "De-identification methods",
        "How missing data were handled", "Definition of the reference standard", "Rationale for the reference standard",
        "Source of annotations, qualifications of annotators", "Annotation tools", "Inter- and intra-rater variability",
        "Intended sample size and how it was determined", "How data were assigned to partitions",
        "Level at which partitions are disjoint", "Detailed description of the model", "Software libraries, frameworks, packages",
        "Initialization of model parameters", "Details of the training approach", "Method of selecting the final model",
        "Ensembling techniques", "Metrics of model performance", "Statistical measures of significance and uncertainty",
        "Robustness or sensitivity analysis", "Methods for explainability", "Validation or testing on external data",
        "Flow of participants or cases", "Demographic and clinical characteristics in each partition",
        "Performance metrics on all data partitions", "Estimates of diagnostic accuracy and their precision",
        "Failure analysis of incorrectly classified cases", "Limitations, bias, uncertainty, generalizability",
        "Implications for practice", "Registration number and registry", "Where the full protocol can be accessed",
        "Sources of funding and role of funders",
    ];

    private static readonly string[] Tripod =
    [
        "Title", "Abstract", "Background", "Objectives", "Data: sources and dates", "Participants: setting, eligibility, treatments",
        "Data preparation", "Outcome: definition, assessors, blinding", "Predictors", "Sample size", "Missing data",
        "Analytical methods: partition, model, performance measures, updating", "Class imbalance", "Fairness",
        "Model output: probabilities, classes, thresholds", "Training versus evaluation data", "Ethical approval", "Open science",
        "Patient and public involvement", "Results: participants", "Model development: numbers in each analysis", "Model specification",
        "Model performance with confidence intervals, also in subgroups", "Model updating", "Interpretation", "Limitations",
        "Usability in current care",
    ];

    /// <summary>Both checklists.</summary>
    /// <param name="report">The evaluation.</param>
    /// <param name="known">Answers from elsewhere, such as the run's data and training, by "CLAIM 20" or "TRIPOD+AI 9"; they come before
    /// the evaluation's own.</param>
    public static IReadOnlyList<ChecklistItem> Make(EvaluationReport report, IReadOnlyDictionary<string, string>? known = null)
    {
        var own = Answers(report);
        IEnumerable<ChecklistItem> Items(string guideline, string[] topics) => topics.Select((topic, i) =>
        {
            var key = $"{guideline} {i + 1}";
            string?[] parts = [known?.GetValueOrDefault(key), own.GetValueOrDefault(key)];
            var answer = string.Join(' ', parts.Where(part => !string.IsNullOrWhiteSpace(part)));
            return new ChecklistItem(guideline, $"{i + 1}", topic, answer.Length > 0 ? answer : null);
        });
        return [.. Items("CLAIM", Claim), .. Items("TRIPOD+AI", Tripod)];
    }

    /// <summary>The checklists as a table; items that only the authors can answer say so.</summary>
    /// <param name="items">The items.</param>
    public static ReportTable ToTable(IReadOnlyList<ChecklistItem> items) => new(
        "Reporting checklists CLAIM and TRIPOD+AI",
        ["guideline", "item", "topic", "answer"],
        [.. items.Select(item => (IReadOnlyList<string>)[item.Guideline, item.Number, item.Topic, item.Answer ?? "(for the authors)"])]);

    private static Dictionary<string, string> Answers(EvaluationReport report)
    {
        var titles = string.Join(", ", report.Entries.Select(entry => entry.Title).Distinct()) + ".";
        var size = $"{report.Cases} cases of {report.Patients} patients were evaluated.";
        var intervals = $"{MeasurementText.Level(report.Config.Level)} intervals, {BootstrapInterval.Name(report.Config.Ci)}, "
            + $"{report.Config.Replicates} replicates, seed {report.Config.Seed}.";
        var estimates = string.Join("; ", report.Entries
            .Where(entry => entry.Metric is "roc_auc" or "mae" or "class_balanced_accuracy" && entry.Scope != Scope.Micro)
            .Select(entry => $"{entry.Title} {entry.Label ?? (entry.Scope == Scope.Macro ? "mean" : "all classes")} "
                + $"{MeasurementText.Cell(entry.Measured)}")) + ".";
        var unknown = report.Notes.Where(note => note.Contains("is unknown", StringComparison.Ordinal)).ToArray();
        var missing = unknown.Length > 0 ? string.Join(' ', unknown) : "No truth was missing among the evaluated cases.";
        var answers = new Dictionary<string, string>
        {
            ["CLAIM 13"] = missing,
            ["CLAIM 28"] = titles,
            ["CLAIM 29"] = intervals,
            ["CLAIM 33"] = size,
            ["CLAIM 36"] = estimates,
            ["TRIPOD+AI 11"] = missing,
            ["TRIPOD+AI 12"] = $"{titles} {intervals}",
            ["TRIPOD+AI 20"] = size,
            ["TRIPOD+AI 23"] = estimates,
        };
        if (report.Entries.Any(entry => entry.Metric == "roc_auc"))
        {
            var prevalence = string.Join("; ", report.Entries.Where(entry => entry.Metric == "roc_auc" && entry.Scope == Scope.Label)
                .Select(entry => $"{entry.Label}: {entry.Measured.Positives} of {entry.Measured.Count} positive")) + ".";
            answers["TRIPOD+AI 13"] = prevalence;
        }
        if (report.Thresholds.Count > 0)
        {
            answers["TRIPOD+AI 15"] = $"Thresholds ({MeasurementJson.Snake(report.Config.ThresholdRule)}): "
                + MethodsText.Values(report.Thresholds) + ".";
        }
        return answers;
    }
}
