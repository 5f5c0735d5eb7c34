using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Dicom;

namespace MedTrain.Data.Cohorts.Indexing;

/// <summary>Makes the manifest of a folder.</summary>
public static class FolderIndex
{
    private const int ListedProblems = 20;

    /// <summary>The layouts with their readers.</summary>
    private static readonly Dictionary<IndexLayout, Action<IndexRequest, IndexTable, CancellationToken>> Readers = new()
    {
        [IndexLayout.Table] = (request, table, _) => TableLayout.Read(request, table),
        [IndexLayout.Files] = (request, table, _) => FilesLayout.Read(request, table),
        [IndexLayout.Bids] = (request, table, _) => BidsLayout.Read(request, table),
        [IndexLayout.Caps] = (request, table, _) => BidsLayout.Read(request, table),
        [IndexLayout.ClassFolders] = (request, table, _) => ClassFoldersLayout.Read(request, table),
        [IndexLayout.Npz] = (request, table, _) => NpzLayout.Read(request, table),
        [IndexLayout.Msd] = (request, table, _) => MsdLayout.Read(request, table),
        [IndexLayout.Dicom] = DicomLayout.Read,
    };

    /// <summary>Indexes a folder and writes its manifest.</summary>
    /// <param name="request">What, and how.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <returns>What was made.</returns>
    /// <exception cref="CohortException">Carries everything that stands in the way; nothing is written then.</exception>
    public static IndexOutcome Run(IndexRequest request, CancellationToken cancellation = default)
    {
        if (!Directory.Exists(request.Folder) && !File.Exists(request.Folder))
        {
            throw new CohortException([new DataProblem(DataProblemKind.Config, $"{request.Folder} — there is no such folder or archive — check the path")]);
        }
        var layout = request.Recipe.Layout == IndexLayout.Auto ? Guess(request.Folder) : request.Recipe.Layout;
        var table = new IndexTable(layout);
        Readers[layout](request, table, cancellation);
        if (table.Problems.Count == 0 && table.Rows.Count == 0)
        {
            table.Problems.Add($"{request.Folder} holds no images in layout {layout}");
        }
        Require(table);
        NameGroups.Add(request, table);
        TableJoin.Add(request, table);
        ColumnRules.Apply(request, table);
        Require(table);
        var checks = CountRules.Check(request.Recipe.Expected, table);
        var wrong = checks.Where(check => check.Found != check.Expected && !(request.Partial && check.Found < check.Expected)).ToList();
        table.Problems.AddRange(wrong.Select(check =>
            $"{check.What}: {check.Found} found, {check.Expected} expected" + (check.Found < check.Expected ? " (--partial accepts a part of the data set)" : "")));
        Require(table);
        table.Links.ForEach(links => links.Make());
        var columns = IndexManifest.Write(request.Manifest, table);
        var patients = table.Rows.Select(row => row["patient_id"]).Distinct(StringComparer.Ordinal).Count();
        return new IndexOutcome(request.Manifest, layout, table.Rows.Count, patients, columns, checks, table.Warnings);
    }

    private static IndexLayout Guess(string folder)
    {
        if (File.Exists(folder))
        {
            return IndexLayout.Npz;
        }
        if (Directory.Exists(Path.Combine(folder, "subjects")) && Directory.EnumerateDirectories(Path.Combine(folder, "subjects"), "sub-*").Any())
        {
            return IndexLayout.Caps;
        }
        if (Directory.EnumerateDirectories(folder, "sub-*").Any())
        {
            return IndexLayout.Bids;
        }
        if (File.Exists(Path.Combine(folder, "dataset.json")) && Directory.Exists(Path.Combine(folder, "imagesTr")))
        {
            return IndexLayout.Msd;
        }
        var isDicom = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Take(1000)
            .Any(file => DicomSignature.Matches(ImageFormatTable.ReadStart(file)));
        return isDicom ? IndexLayout.Dicom
            : Directory.EnumerateFiles(folder, "*.npz").Any() ? IndexLayout.Npz
            : Directory.EnumerateDirectories(folder).Any() ? IndexLayout.ClassFolders
            : IndexLayout.Files;
    }

    private static void Require(IndexTable table)
    {
        if (table.Problems.Count > 0)
        {
            var more = table.Problems.Count - ListedProblems;
            var listed = table.Problems.Take(ListedProblems).Concat(more > 0 ? [$"{more} more problems of these kinds"] : []);
            throw new CohortException([.. listed.Select(problem => new DataProblem(DataProblemKind.Data, problem))]);
        }
    }
}
