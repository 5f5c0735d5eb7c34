using System.CommandLine;
using MedTrain.Configuration;
using MedTrain.Data;
using MedTrain.Data.Cache;
using MedTrain.Data.Cohorts;
using MedTrain.Data.Imaging;
using MedTrain.Data.Imaging.Nifti;
using MedTrain.Data.Imaging.Workers;
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
            + "(its first draw of the case). 2D images become a PNG file, from their least to their greatest value; volumes a NIfTI file.",
            "medtrain data show configs/quickstart.yaml --case P00001-1 --epoch 3 --out sample.png",
            "medtrain data show configs/quickstart-3d.yaml --case B00001 --out sample.nii.gz");
        var source = new ExperimentSource(command);
        var caseId = new Option<string>("--case") { Description = "The case.", HelpName = "ID", Required = true };
        var epoch = new Option<int?>("--epoch") { Description = "The epoch, from 1 [default: not augmented]", HelpName = "N" };
        var fold = new Option<int>("--fold") { Description = "The fold whose training cases mixing draws from.", HelpName = "K" };
        var file = new Option<string>("--out") { Description = "The file to write: .png, or .nii or .nii.gz for volumes.", HelpName = "FILE", Required = true };
        foreach (var option in new Option[] { caseId, epoch, fold, file }) { command.Options.Add(option); }

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

            var sample = new float[cache.Shape.Aggregate(1L, (product, size) => product * size)];
            if (parsed.GetValue(epoch) is { } number)
            {
                var cases = TrainingCases(plan, cache, parsed.GetValue(fold));
                var labels = new float[plan.Cohort.LabelNames.Count];
                new SampleMaker(new SampleSource(cache.Shape, cache.Read), cases, plan.Config.Augmentation, plan.Config.Seed)
                    .Make(Labelled(plan, member), number, 0, sample, labels);
            }
            else { cache.Read(member, sample); }

            Write(parsed.GetRequiredValue(file), sample, cache.Shape, workers);
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
                Read = workers.Read,
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

    private static void Write(string path, float[] sample, long[] shape, DecodeWorkers workers)
    {
        var isNifti = path.EndsWith(".nii", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".nii.gz", StringComparison.OrdinalIgnoreCase);
        var size = new GridSize((int)shape[^1], (int)shape[^2], shape.Length == 4 ? (int)shape[1] : 1);
        var first = sample[..(int)size.Count];
        if (isNifti)
        {
            NiftiWriter.Write(path, new Volume(first, Geometry.Unplaced(size, Vector3.One)));
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
}
