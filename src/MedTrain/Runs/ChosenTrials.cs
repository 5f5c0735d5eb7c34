namespace MedTrain.Runs;

/// <summary><c>chosen.csv</c> of a sweep: whose networks stand for each fold.</summary>
internal static class ChosenTrials
{
    /// <summary>The file: <c>fold,trial</c>.</summary>
    public static string ToCsv(IEnumerable<(int Fold, string Trial)> chosen) =>
        "fold,trial\n" + string.Concat(chosen.Select(entry => $"{entry.Fold},{entry.Trial}\n"));

    /// <summary>
    /// The folders of a run's trained networks with the run that they are of: the folder's own, or of a sweep those of the chosen trials.
    /// </summary>
    public static IReadOnlyList<(RunFolder Run, IReadOnlyList<string> Networks)> NetworksOf(RunFolder folder)
    {
        if (!File.Exists(folder.Chosen)) { return [(folder, folder.TrainedFolders())]; }

        return
        [
            .. File.ReadLines(folder.Chosen).Skip(1).Select(line => line.Split(',')).GroupBy(cells => cells[1], cells => cells[0]).Select(trial =>
            {
                var run = new RunFolder(folder.Trial(trial.Key));
                var folds = trial.Select(fold => run.Fold(int.Parse(fold, System.Globalization.CultureInfo.InvariantCulture))).ToList();
                var networks = run.TrainedFolders().Where(network => folds.Contains(network) || folds.Contains(Path.GetDirectoryName(network)!));
                return (run, (IReadOnlyList<string>)[.. networks]);
            }),
        ];
    }
}
