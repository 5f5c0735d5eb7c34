using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Data;
using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Nifti;
using MedTrain.Data.Imaging.Workers;
using MedTrain.Data.Parts;
using MedTrain.Learning.Batching;
using MedTrain.Runs;

namespace MedTrain.Commands;

/// <summary><c>medtrain data show</c>: one sample as the network meets it.</summary>
internal static class DataShowCommand
{
    /// <summary>Makes the command.</summary>
    public static Verb Create()
    {
        var command = new Verb(
            "show",
            "Write one case as the network meets it: preprocessed and, with --epoch, augmented exactly as in that epoch of the training "
            + "(its first draw of the case). 2D images become a PNG file, from their least to their greatest value; volumes a NIfTI file in "
            + "the place of the patient. With --part, one of the parts that the config divides images into.",
            "medtrain data show configs/quickstart.yaml --case P00001-1 --epoch 3 --out sample.png",
            "medtrain data show configs/quickstart-3d.yaml --case B00001 --out sample.nii.gz",
            "medtrain data show slices.yaml --case B00001 --part z042 --out slice.png");
        var source = new ExperimentSource(command);
        var caseId = new Option<string>("--case") { Description = "The case.", HelpName = "ID", Required = true };
        var epoch = new Option<int?>("--epoch") { Description = "The epoch, from 1 [default: not augmented]", HelpName = "N" };
        var fold = new Option<int>("--fold") { Description = "The fold whose training cases mixing draws from.", HelpName = "K" };
        var part = new Option<string?>("--part") { Description = "One part of the case: its name or number [default: the whole image]", HelpName = "NAME" };
        var file = new Option<string>("--out") { Description = "The file to write: .png, or .nii or .nii.gz for volumes.", HelpName = "FILE", Required = true };
        foreach (var option in new Option[] { caseId, epoch, fold, part, file }) { command.Options.Add(option); }

        command.SetAction(parsed =>
        {
            using var stop = new StopSignals();
            using var stage = VerbosityOptions.Display(parsed).Stage("reading images");
            var progress = new StageProgress(stage);
            var plan = PlanReader.Read(source.Bind(parsed), new DataPreparation(progress, stop.Token)).Require();
            var member = Find(plan, parsed.GetRequiredValue(caseId));
            using var workers = new DecodeWorkers(WorkerCommand.ForThisProgram());
            using var cache = OpenCache(plan, workers, progress, stop.Token);
            if (!cache.Has(member)) { throw new UsageException($"--case {plan.Cohort.Cases[member].CaseId} — its image cannot be read — see medtrain check"); }

            var shown = (parsed.GetValue(part), parsed.GetValue(epoch)) switch
            {
                (null, null) => Whole(cache, member),
                (null, { } number) => Augmented(plan, cache, member, number, parsed.GetValue(fold)),
                ({ } name, null) => OnePart(plan, cache, member, name),
                _ => throw new UsageException("--part and --epoch — cannot both be given — leave one out"),
            };
            Write(parsed.GetRequiredValue(file), shown, workers);
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetRequiredValue(file));
            return ExitCodes.Done;
        });
        return command;
    }

    private static int Find(ExperimentPlan plan, string id)
    {
        var ids = plan.Cohort.Cases.Select(one => one.CaseId).ToList();
        var found = ids.IndexOf(id);
        return found >= 0 ? found : throw new UsageException($"--case {id} — there is no such case — {NearestName.Advice(id, [.. ids.Take(1000)])}");
    }

    private static CaseCache OpenCache(ExperimentPlan plan, DecodeWorkers workers, StageProgress progress, CancellationToken cancellation) =>
        CaseCache.Open(
            new CacheRequest
            {
                Cohort = plan.Cohort,
                Pipeline = plan.Pipeline,
                Prepare = workers.Prepare,
                ReadOptions = plan.Config.Data.ToReadOptions(),
                Folder = CacheFolder.Resolve(plan.Config.Data.Cache),
                StoredAs = plan.Config.Data.CacheAs,
                OnUnreadable = OnUnreadable.Skip,
                Progress = progress,
            },
            cancellation);

    private static LabelledCase Labelled(ExperimentPlan plan, int index)
    {
        var one = plan.Cohort.Cases[index];
        return new LabelledCase(index, one.CaseId, one.Labels, one.PatientId);
    }

    private static List<LabelledCase> TrainingCases(ExperimentPlan plan, CaseCache cache, int fold)
    {
        var found = plan.Split.Folds.FirstOrDefault(one => one.Number == fold)
            ?? throw new UsageException($"--fold {fold} — there is no such fold — give 0 to {plan.Split.Folds.Count - 1}");
        return [.. found.Train.Where(cache.Has).Select(index => Labelled(plan, index))];
    }

    private static Shown Whole(CaseCache cache, int member)
    {
        var sample = new float[LengthOf(cache.Shape)];
        cache.Read(member, sample);
        return new Shown(sample, cache.Shape, cache.GeometryOf(member));
    }

    private static Shown Augmented(ExperimentPlan plan, CaseCache cache, int member, int epoch, int fold)
    {
        var sample = new float[LengthOf(cache.Shape)];
        var labels = new float[plan.Cohort.LabelNames.Count];
        new SampleMaker(new SampleSource(cache.Shape, cache.Read), TrainingCases(plan, cache, fold), plan.Config.Augmentation, plan.Config.Seed)
            .Make(Labelled(plan, member), epoch, 0, sample, labels);
        return new Shown(sample, cache.Shape, cache.GeometryOf(member));
    }

    private static Shown OnePart(ExperimentPlan plan, CaseCache cache, int member, string name)
    {
        var kind = plan.Config.Parts ?? throw new UsageException($"--part {name} — the config has no parts section — leave the option out");
        var parts = new CaseParts(kind, cache, plan.Cohort);
        var number = int.TryParse(name, out var given) && given >= 0 && given < parts.Names.Count ? given : parts.Names.ToList().IndexOf(name);
        if (number < 0)
        {
            throw new UsageException($"--part {name} — there is no such part — {NearestName.Advice(name, parts.Names)}, or a number from 0 to {parts.Names.Count - 1}");
        }

        var sample = new float[LengthOf(parts.Shape)];
        parts.Read(member, number, sample);
        return new Shown(sample, parts.Shape, parts.GeometryOf(member, number));
    }

    private static long LengthOf(IEnumerable<long> shape) => shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Writes the first channel.</summary>
    private static void Write(string path, Shown shown, DecodeWorkers workers)
    {
        var isNifti = path.EndsWith(".nii", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase);
        var shape = shown.Shape;
        var size = new GridSize((int)shape[^1], (int)shape[^2], shape.Count == 4 ? (int)shape[1] : 1);
        var first = shown.Sample[..(int)size.Count];
        if (isNifti)
        {
            NiftiWriter.Write(path, new Volume(first, shown.Place.Size == size ? shown.Place : Geometry.Unplaced(size, Vector3.One)));
        }
        else if (size.IsPlane && path.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
        {
            var (least, range) = (first.Min(), Math.Max(float.Epsilon, first.Max() - first.Min()));
            workers.WritePng(path, Array.ConvertAll(first, value => (ushort)MathF.Round((value - least) / range * byte.MaxValue)), size.X, size.Y, 8);
        }
        else
        {
            var endings = size.IsPlane ? ".png, .nii or .nii.gz" : ".nii or .nii.gz: this is a volume";
            throw new UsageException($"--out {path} — cannot be written — give a file that ends in {endings}");
        }
    }

    /// <summary>A sample, its shape [C, (D,) H, W], and the place of its box; a slice across x or y has another size than its box.</summary>
    private sealed record Shown(float[] Sample, IReadOnlyList<long> Shape, Geometry Place);
}
