namespace MedTrain.EndToEnd;

public sealed class BadInputStories : IDisposable
{
    private readonly MedTrainProgram program = new();

    [Fact]
    public void One_check_reports_all_that_is_wrong_with_positions()
    {
        program.Write("image.png", "");
        program.Write("manifest.csv", """
            case_id,patient_id,path,split,label
            a,p1,image.png,train,0
            b,p1,image.png,test,1
            c,p2,image.png,train,1

            """);
        program.Write("bad.yaml", """
            name: bad
            task: binary
            data:
              manifest: manifest.csv
              labels: [label]
            model: {name: resnet81}
            training:
              epochz: 3
              optimizer: {learning_rate: -0.1}
            """);

        var check = program.Run("check", "bad.yaml");

        Assert.Equal(2, check.ExitCode);
        Assert.Contains("bad.yaml:6:", check.All);
        Assert.Contains("resnet18", check.All);
        Assert.Contains("bad.yaml:8:", check.All);
        Assert.Contains("epochs", check.All);
        Assert.Contains("bad.yaml:9:", check.All);
        Assert.Contains("-0.1", check.All);
        Assert.Contains("p1", check.All);
        Assert.Contains("manifest.csv", check.All);
    }

    [Fact]
    public void A_patient_in_two_parts_is_leakage()
    {
        TinyExperiment.Write(program);
        program.Succeed("synth", "radiographs", "cohort", "--patients", "40", "--size", "64", "--seed", "5", "--images-per-patient", "2");
        var lines = File.ReadAllLines(program.PathOf("cohort/manifest.csv"));
        var header = lines[0].Split(',');
        var patient = Array.IndexOf(header, "patient_id");
        var shared = lines.Skip(1).GroupBy(line => line.Split(',')[patient]).First(group => group.Count() > 1).ToArray();
        File.WriteAllLines(
            program.PathOf("cohort/manifest.csv"),
            [lines[0] + ",split", .. lines.Skip(1).Select(line => line + (line == shared[0] ? ",train" : line == shared[1] ? ",test" : ","))]);

        var check = program.Run("check", "tiny.yaml", "--set", "data.synthetic=null");

        Assert.True(check.ExitCode == 3, check.All);
        Assert.Contains(shared[0].Split(',')[patient], check.All);
    }

    [Fact]
    public void A_split_without_validation_cases_is_refused_before_training()
    {
        TinyExperiment.Write(program);

        foreach (var command in new[] { "check", "fit" })
        {
            var result = program.Run(command, "tiny.yaml", "--set", "split.validation=0");

            Assert.True(result.ExitCode == 2, result.All);
            Assert.Contains("split.validation", result.All);
            Assert.Contains("no validation cases", result.All);
        }
    }

    [Theory]
    [InlineData("truncated.dcm")]
    [InlineData("text.dcm")]
    [InlineData("empty.nii.gz")]
    public void A_damaged_image_is_named_with_its_reason(string name)
    {
        TinyExperiment.Write(program, epochs: 1);
        program.Succeed("synth", "radiographs", "cohort", "--patients", "40", "--size", "64", "--seed", "5", "--images-per-patient", "2");
        var damaged = Damage(name);

        var fit = program.Run("fit", "tiny.yaml");

        Assert.True(fit.ExitCode == 4, fit.All);
        Assert.Contains(damaged, fit.Error);
    }

    [Fact]
    public void A_damaged_image_can_be_skipped_and_is_counted()
    {
        TinyExperiment.Write(program, epochs: 1, onUnreadable: "skip");
        program.Succeed("synth", "radiographs", "cohort", "--patients", "40", "--size", "64", "--seed", "5", "--images-per-patient", "2");
        Damage("truncated.dcm");

        var fit = program.Succeed("fit", "tiny.yaml");

        Assert.Contains("1 unreadable", fit.Error);
        Assert.True(File.Exists(program.PathOf("runs/tiny/evaluation.json")));
    }

    /// <inheritdoc/>
    public void Dispose() => program.Dispose();

    /// <summary>Puts a damaged file in the place of the first image and returns the name under which the manifest has it.</summary>
    private string Damage(string name)
    {
        var manifest = program.PathOf("cohort/manifest.csv");
        var lines = File.ReadAllLines(manifest);
        var column = Array.IndexOf(lines[0].Split(','), "path");
        var first = lines[1].Split(',');
        var original = Path.Combine(program.PathOf("cohort"), first[column]);
        var damaged = Path.Combine(program.PathOf("cohort"), name);
        var bytes = name switch
        {
            "truncated.dcm" => File.ReadAllBytes(original)[..^1000],
            "text.dcm" => "not an image\n"u8.ToArray(),
            _ => [],
        };
        File.WriteAllBytes(damaged, bytes);
        first[column] = name;
        lines[1] = string.Join(',', first);
        File.WriteAllLines(manifest, lines);
        return name;
    }
}
