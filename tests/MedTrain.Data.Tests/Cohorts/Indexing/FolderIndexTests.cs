using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Cohorts.Indexing;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Nifti;
using MedTrain.Data.Privacy;

namespace MedTrain.Data.Tests.Cohorts.Indexing;

public sealed class FolderIndexTests : IDisposable
{
    private readonly ScratchFolder scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void Bids_gives_one_image_a_visit_with_its_participants_columns()
    {
        Image("bids/sub-01/ses-M00/anat/sub-01_ses-M00_T1w.nii.gz");
        Image("bids/sub-01/ses-M12/anat/sub-01_ses-M12_T1w.nii.gz");
        Image("bids/sub-02/ses-M00/anat/sub-02_ses-M00_T1w.nii.gz");
        Image("bids/sub-02/ses-M00/anat/sub-02_ses-M00_FLAIR.nii.gz");
        scratch.Write("bids/participants.tsv", "participant_id\tage\tsex\nsub-01\t71\tF\nsub-02\t65\tM\n");

        Assert.Contains("several kinds: T1w (3), FLAIR (1)", Refusal("bids"), StringComparison.Ordinal);
        var outcome = Index("bids", new IndexRecipe { Suffix = "T1w" });

        Assert.Equal((IndexLayout.Bids, 3, 2), (outcome.Layout, outcome.Images, outcome.Patients));
        Assert.Equal("case_id,patient_id,path,session,age,sex", Lines()[0]);
        Assert.Equal("sub-01_ses-M12_T1w,sub-01,bids/sub-01/ses-M12/anat/sub-01_ses-M12_T1w.nii.gz,ses-M12,71,F", Lines()[2]);
        Image("bids/sub-02/ses-M00/anat/sub-02_ses-M00_run-2_T1w.nii.gz");
        Assert.Contains("sub-02 ses-M00 has 2 T1w images: sub-02_ses-M00_T1w, sub-02_ses-M00_run-2_T1w", Refusal("bids", new IndexRecipe { Suffix = "T1w" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Caps_is_joined_with_a_table_of_labels_by_participant_and_session()
    {
        Image("caps/subjects/sub-01/ses-M00/t1_linear/sub-01_ses-M00_T1w.nii.gz");
        Image("caps/subjects/sub-01/ses-M00/pet_linear/sub-01_ses-M00_pet.nii.gz");
        Image("caps/subjects/sub-02/ses-M06/t1_linear/sub-02_ses-M06_T1w.nii.gz");
        var labels = scratch.Write("labels.tsv", "participant_id\tsession_id\tdiagnosis\nsub-01\tses-M00\tCN\nsub-01\tses-M12\tAD\nsub-02\tses-M06\tAD\n");

        var outcome = Index("caps", new IndexRecipe { Contains = "t1_linear" }, request => request with { Tables = [labels] });

        Assert.Equal((IndexLayout.Caps, 2), (outcome.Layout, outcome.Images));
        Assert.EndsWith(",CN", Lines()[1], StringComparison.Ordinal);
        Assert.EndsWith(",AD", Lines()[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Class_folders_give_classes_and_parts()
    {
        Image("classes/train/cat/1.nii");
        Image("classes/test/dog/2.nii");

        var outcome = Index("classes");

        Assert.Equal(IndexLayout.ClassFolders, outcome.Layout);
        Assert.Equal("train/cat/1.nii,train/cat/1.nii,classes/train/cat/1.nii,train,cat", Lines()[2]);
        Assert.Contains(outcome.Warnings, warning => warning.Contains("nothing tells the patient of 2 images", StringComparison.Ordinal));
    }

    [Fact]
    public void A_NumPy_archive_gives_its_images_labels_and_parts()
    {
        var outcome = Index(GoldenFolder.At("numpy", "medmnist.npz"), new IndexRecipe { Expected = new ExpectedCounts { Images = 9, Parts = new Dictionary<string, int> { ["validation"] = 2 } } });

        Assert.Equal((IndexLayout.Npz, 9), (outcome.Layout, outcome.Images));
        Assert.All(outcome.Checks, check => Assert.Equal(check.Expected, check.Found));
        var reading = ManifestReader.Read(new CohortConfig { Manifest = scratch.Combine("manifest.csv"), Labels = ["label"] }, LabelTask.Multiclass);
        Assert.Empty(reading.Problems);
        Assert.Equal(9, reading.Cohort!.Cases.Select(one => new ContentHash(HashMemo.Open(scratch.Combine("cache"))).Of(one.Path)).Distinct().Count());
    }

    [Fact]
    public void The_decathlons_list_gives_images_with_masks()
    {
        foreach (var file in new[] { "imagesTr/a_1.nii.gz", "labelsTr/a_1.nii.gz", "imagesTs/a_2.nii.gz" }) { Image($"msd/{file}"); }
        scratch.Write("msd/dataset.json", """{"training": [{"image": "./imagesTr/a_1.nii.gz", "label": "./labelsTr/a_1.nii.gz"}], "test": ["./imagesTs/a_2.nii.gz"]}""");

        var outcome = Index("msd");

        Assert.Equal((IndexLayout.Msd, 2), (outcome.Layout, outcome.Images));
        Assert.StartsWith("a_2,a_2,msd/imagesTs/a_2.nii.gz,test,", Lines()[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UncertainLabel.Unknown, "")]
    [InlineData(UncertainLabel.Zero, "0")]
    [InlineData(UncertainLabel.One, "1")]
    public void A_table_gives_labels_by_rules_and_uncertain_ones_as_asked(UncertainLabel uncertain, string expected)
    {
        Image("set/images/a.nii");
        Image("set/images/b.nii");
        scratch.Write("set/entries.csv", "Image,Patient,Findings,Edema\na.nii,7,Mass|Effusion,-1.0\nb.nii,8,No Finding,1.0\nmissing.nii,9,Mass,0\n");
        scratch.Write("set/test.txt", "b.nii\n");
        var recipe = new IndexRecipe
        {
            Layout = IndexLayout.Table, Rows = ["entr*.csv"], Image = "Image", Uncertain = uncertain,
            Columns = new Dictionary<string, string> { ["case_id"] = "Image", ["patient_id"] = "Patient" },
            Labels = new Dictionary<string, LabelRule>
            {
                ["Mass"] = new() { Column = "Findings", Contains = "Mass" },
                ["Edema"] = new() { Column = "Edema" },
                ["healthy"] = new() { Column = "Findings", Values = new Dictionary<string, string> { ["No Finding"] = "yes" } },
            },
            Lists = new Dictionary<string, string> { ["test"] = "test.txt" },
        };

        var outcome = Index("set", recipe);

        Assert.Equal("case_id,patient_id,path,split,Mass,Edema,healthy", string.Join(',', outcome.Columns));
        Assert.Equal($"a.nii,7,set/images/a.nii,,1,{expected},", Lines()[1]);
        Assert.Equal("b.nii,8,set/images/b.nii,test,0,1,yes", Lines()[2]);
        Assert.Contains(outcome.Warnings, warning => warning.StartsWith("1 rows of the table", StringComparison.Ordinal));
    }

    [Fact]
    public void File_names_are_read_by_pattern_and_joined_without_regard_to_leading_zeros()
    {
        Image("ixi/IXI002-Guys-0828-T1.nii.gz");
        Image("ixi/IXI012-HH-1211-T1.nii.gz");
        scratch.Write("ixi/IXI.csv", "IXI_ID,AGE\n2,35.8\n12,38.78\n13,46\n");
        var recipe = new IndexRecipe
        {
            Layout = IndexLayout.Files, Files = "**/*-T1.nii.gz", Name = @"IXI(?<number>\d+)-(?<hospital>\w+)-",
            Tables = [new JoinedTable { File = "IXI.csv", On = new Dictionary<string, string> { ["number"] = "IXI_ID" } }],
            Columns = new Dictionary<string, string> { ["patient_id"] = "number", ["site"] = "hospital", ["age"] = "AGE" },
        };

        Index("ixi", recipe);

        Assert.Equal("IXI012-HH-1211-T1.nii.gz,012,ixi/IXI012-HH-1211-T1.nii.gz,38.78,HH", Lines()[2]);
    }

    [Fact]
    public void Other_counts_than_expected_are_refused_and_fewer_accepted_as_a_part()
    {
        Image("set/a/1.nii");
        Image("set/b/2.nii");
        var expected = new ExpectedCounts { Images = 3, Counts = new Dictionary<string, int> { ["class=a"] = 1 } };

        Assert.Contains("images: 2 found, 3 expected (--partial accepts", Refusal("set", new IndexRecipe { Expected = expected }), StringComparison.Ordinal);
        Assert.False(File.Exists(scratch.Combine("manifest.csv")));
        Assert.Equal(2, Index("set", new IndexRecipe { Expected = expected }, request => request with { Partial = true }).Images);
        Assert.Contains("1 expected", Refusal("set", new IndexRecipe { Expected = new ExpectedCounts { Images = 1 } }, request => request with { Partial = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_a_recipe_misses_is_told_together()
    {
        Image("set/a/1.nii");
        var recipe = new IndexRecipe
        {
            Layout = IndexLayout.ClassFolders, Columns = new Dictionary<string, string> { ["age"] = "klass" }, Lists = new Dictionary<string, string> { ["test"] = "no.txt" },
            Tables = [new JoinedTable { File = "none.csv", On = new Dictionary<string, string> { ["x"] = "y" } }],
        };

        var refusal = Refusal("set", recipe);

        Assert.Contains("there is no file 'none.csv'", refusal, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'class'?", refusal, StringComparison.Ordinal);
        Assert.Contains("there is no file 'no.txt'", refusal, StringComparison.Ordinal);
    }

    private IndexOutcome Index(string folder, IndexRecipe? recipe = null, Func<IndexRequest, IndexRequest>? change = null)
    {
        var request = new IndexRequest
        {
            Folder = scratch.Combine(folder), Manifest = scratch.Combine("manifest.csv"), Recipe = recipe ?? new IndexRecipe(),
            Key = () => PseudonymKey.Of(new string('a', 64)), Describe = (_, _, _) => throw new InvalidOperationException("no DICOM here"),
        };
        return FolderIndex.Run(change is null ? request : change(request));
    }

    private string Refusal(string folder, IndexRecipe? recipe = null, Func<IndexRequest, IndexRequest>? change = null) =>
        Assert.Throws<CohortException>(() => Index(folder, recipe, change)).Message;

    private string[] Lines() => File.ReadAllLines(scratch.Combine("manifest.csv"));

    private void Image(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(scratch.Combine(name))!);
        NiftiWriter.Write(scratch.Combine(name), new Volume(new float[8], Geometry.Unplaced(new GridSize(2, 2, 2), Vector3.One)), NiftiVoxelType.UInt8);
    }
}
