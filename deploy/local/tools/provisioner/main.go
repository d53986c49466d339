// Provisioner gives the local cluster volumes that restricted pods can write: a folder and a local
// PersistentVolume per claim, erased when the claim is deleted. It runs on the node it serves.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/sig-storage-lib-external-provisioner/v13/controller"
)

const name = "freihafen.dev/local"

type folders struct{ root, node string }

// Provision makes an empty folder for the claim and a local volume that is bound to this node.
func (f folders) Provision(_ context.Context, o controller.ProvisionOptions) (*v1.PersistentVolume, controller.ProvisioningState, error) {
	path := filepath.Join(f.root, o.PVName)
	if err := os.MkdirAll(path, 0o770); err != nil {
		return nil, controller.ProvisioningFinished, fmt.Errorf("make the folder of %s: %w", o.PVName, err)
	}
	return &v1.PersistentVolume{
		ObjectMeta: metav1.ObjectMeta{Name: o.PVName},
		Spec: v1.PersistentVolumeSpec{
			PersistentVolumeReclaimPolicy: *o.StorageClass.ReclaimPolicy,
			AccessModes:                   o.PVC.Spec.AccessModes,
			Capacity:                      v1.ResourceList{v1.ResourceStorage: o.PVC.Spec.Resources.Requests[v1.ResourceStorage]},
			PersistentVolumeSource:        v1.PersistentVolumeSource{Local: &v1.LocalVolumeSource{Path: path}},
			NodeAffinity: &v1.VolumeNodeAffinity{Required: &v1.NodeSelector{NodeSelectorTerms: []v1.NodeSelectorTerm{{
				MatchExpressions: []v1.NodeSelectorRequirement{{Key: v1.LabelHostname, Operator: v1.NodeSelectorOpIn, Values: []string{f.node}}},
			}}}},
		},
	}, controller.ProvisioningFinished, nil
}

// Delete erases the folder. Only a path straight below our root is ever removed.
func (f folders) Delete(_ context.Context, pv *v1.PersistentVolume) error {
	if pv.Spec.Local == nil || filepath.Dir(filepath.Clean(pv.Spec.Local.Path)) != filepath.Clean(f.root) {
		return fmt.Errorf("volume %s is not one of ours: nothing erased", pv.Name)
	}
	return os.RemoveAll(pv.Spec.Local.Path)
}

func main() {
	kubeconfig := flag.String("kubeconfig", "", "kubeconfig of the cluster")
	root := flag.String("root", "", "folder that holds the volumes")
	node := flag.String("node", "", "name of this node")
	flag.Parse()
	if *kubeconfig == "" || *root == "" || *node == "" {
		fmt.Fprintln(os.Stderr, "provisioner: --kubeconfig, --root and --node are needed")
		os.Exit(2)
	}
	config, err := clientcmd.BuildConfigFromFlags("", *kubeconfig)
	if err != nil {
		slog.Error("cannot read the kubeconfig", "error", err)
		os.Exit(1)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	slog.Info("provisioning", "root", *root, "node", *node)
	controller.NewProvisionController(ctx, kubernetes.NewForConfigOrDie(config), name, folders{*root, *node}, controller.LeaderElection(false)).Run(ctx)
}
