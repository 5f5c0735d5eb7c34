using MedTrain.Configuration;
using MedTrain.Data.Cohorts;

namespace MedTrain.Presentation;

/// <summary>Prints what is known about an experiment before training.</summary>
internal static class CheckReport
{
    /// <summary>Prints the problems, one line each; or, when there are none, what the parts of the split hold.</summary>
    public static void Write(PlanReading reading, string file, TextWriter output)
    {
        foreach (var line in reading.Lines) { output.WriteLine(line); }

        foreach (var warning in reading.Warnings) { output.WriteLine("Warning: " + warning); }

        if (reading.Plan is { } plan)
        {
            PartTable.Write(plan, output);
            output.WriteLine($"All is well. Next: medtrain fit {file}");
        }
        else
        {
            var (config, data) = (reading.ConfigProblems.Count, reading.DataProblems.Count);
            output.WriteLine($"{Counted(config)} in the experiment file, {Counted(data)} in the data.");
        }
    }

    /// <summary>Prints the same as JSON.</summary>
    public static void WriteJson(PlanReading reading, TextWriter output) => JsonOutput.Write(output, new
    {
        reading.ExitCode,
        Problems = reading.ConfigProblems.Select(AsJson).Concat(reading.DataProblems.Select(AsJson)),
        reading.Warnings,
        Parts = reading.Plan is { } plan ? PartTable.Parts(plan) : [],
    });

    private static object AsJson(ConfigProblem problem) => new
    {
        Kind = "config", File = problem.Origin.Source, problem.Origin.Line, problem.Origin.Column, problem.Key, Message = problem.Words,
    };

    private static object AsJson(DataProblem problem) =>
        new { problem.Kind, problem.File, problem.Line, Key = problem.ConfigKey, problem.Message };

    private static string Counted(int problems) => problems == 1 ? "1 problem" : $"{problems} problems";
}
