namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static partial class lr_scheduler
        {
            /// <summary>Changes an optimizer's learning rates from step to step.</summary>
            /// <remarks>The rates are functions of the number of steps alone, so <c>step(n)</c> brings a new schedule to where another
            /// was; only <see cref="impl.ReduceLROnPlateau"/> remembers more.</remarks>
            public abstract class LRScheduler
            {
                private readonly Optimizer optimizer;
                private readonly bool verbose;
                private readonly List<double> lastRates;

                /// <summary>A schedule for an optimizer; a derived class calls <see cref="step()"/> when it is ready.</summary>
                protected LRScheduler(Optimizer optimizer, int last_epoch = -1, bool verbose = false)
                {
                    ArgumentNullException.ThrowIfNull(optimizer);
                    this.optimizer = optimizer;
                    this.verbose = verbose;
                    Epoch = last_epoch;
                    BaseRates = [.. optimizer.ParamGroups.Select(group => group.InitialLearningRate)];
                    lastRates = [.. optimizer.ParamGroups.Select(group => group.LearningRate)];
                }

                /// <summary>The current step, from 0.</summary>
                private protected int Epoch { get; set; }

                private protected IReadOnlyList<double> BaseRates { get; }

                private protected IEnumerable<ILearningRateController> Groups => optimizer.ParamGroups;

                /// <summary>Goes on by one step.</summary>
                public virtual void step() => step(null);

                /// <summary>Goes to a step, or on by one.</summary>
                public virtual void step(int? epoch)
                {
                    Epoch = epoch ?? (Epoch + 1);
                    SetRates([.. epoch is null ? get_lr() : get_closed_form_lr()]);
                }

                /// <summary>Goes on by one step, with a measure that most schedules ignore.</summary>
                public virtual void step(double current, int? epoch = null) => step(epoch);

                /// <summary>The rates that the last step set.</summary>
                public IEnumerable<double> get_last_lr() => lastRates;

                /// <summary>The rates of the current step.</summary>
                protected virtual IEnumerable<double> get_lr() => BaseRates.Select(rate => rate * Factor());

                /// <summary>The rates of the current step.</summary>
                protected virtual IEnumerable<double> get_closed_form_lr() => get_lr();

                /// <summary>Everything that a schedule built with the same settings needs to go on from here, by name.</summary>
                internal virtual Dictionary<string, double> State() => new() { ["epoch"] = Epoch };

                /// <summary>Goes on from a saved state; sets the optimizer's rates.</summary>
                internal virtual void Restore(IReadOnlyDictionary<string, double> state) => step((int)state["epoch"]);

                /// <summary>Sets the rates of the groups.</summary>
                private protected void SetRates(List<double> rates)
                {
                    foreach (var (group, i) in optimizer.ParamGroups.Select((group, i) => (group, i)).ToList())
                    {
                        group.LearningRate = rates[i];
                        if (verbose && lastRates[i] != rates[i])
                        {
                            Console.WriteLine($"Adjusting learning rate to {rates[i]}");
                        }

                        lastRates[i] = rates[i];
                    }
                }

                /// <summary>The one optimizer of several schedules.</summary>
                private protected static Optimizer OptimizerOf(IEnumerable<LRScheduler> schedulers)
                {
                    ArgumentNullException.ThrowIfNull(schedulers);
                    return schedulers.Select(schedule => schedule.optimizer).Distinct().ToList() is [var only] ? only
                        : throw new ArgumentException("All schedules must be of the same optimizer.", nameof(schedulers));
                }

                /// <summary>Refuses an optimizer without a momentum that can be changed.</summary>
                private protected void CheckMomentum()
                {
                    if (Groups.Any(group => group is not (IBetas or IMomentum)))
                    {
                        throw new ArgumentException("The optimizer has no momentum to change; pass cycle_momentum: false.");
                    }
                }

                /// <summary>Sets the momentum (or first beta) of each group.</summary>
                private protected void SetMomentum(Func<int, double> value)
                {
                    foreach (var (group, i) in Groups.Select((group, i) => (group, i)))
                    {
                        if (group is IBetas betas)
                        {
                            betas.Betas = (value(i), betas.Betas.Item2);
                        }
                        else if (group is IMomentum momentum)
                        {
                            momentum.Momentum = value(i);
                        }
                    }
                }

                /// <summary>One number for each group, of a list with one for all or one each.</summary>
                private protected double[] PerGroup(IEnumerable<double> values, string name)
                {
                    var given = values.ToArray();
                    return given.Length == BaseRates.Count ? given
                        : given is [var only] ? [.. BaseRates.Select(_ => only)]
                        : throw new ArgumentException($"There are {BaseRates.Count} groups, {given.Length} numbers were given.", name);
                }

                /// <summary>What the initial rates are multiplied by in the current step.</summary>
                private protected virtual double Factor() => 1;
            }
        }
    }
}
