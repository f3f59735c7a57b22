package duplicate

import "strings"

// given writes short first names out. A short form of several is that of the one it is most often.
var given = func() map[string]string {
	all := map[string]string{}
	for _, line := range strings.Split(`william bill billy will willy wm
robert bob bobby rob robbie
richard rick dick rich ricky
james jim jimmy jamie
john johnny jack jon
jonathan nathan
joseph joe joey
michael mike mick micky
thomas tom tommy
charles charlie chuck chas
christopher chris
daniel dan danny
david dave davey
edward ed eddie ted
andrew andy drew
anthony tony
benjamin ben
kenneth ken kenny
lawrence larry
matthew matt
nicholas nick nicky
patrick pat paddy
peter pete
philip phil
raymond ray
ronald ron ronnie
samuel sam
stephen steve steven
timothy tim
gregory greg
gerald gerry jerry
jeffrey jeff geoffrey
alexander alex sascha
frederick fred freddie
leonard len lenny
theodore theo
zachary zach zack
elizabeth liz beth betty lisa eliza lizzie
katherine kate katie kathy cathy catherine kathryn kat
margaret maggie peggy meg marge
jennifer jen jenny
jessica jess
deborah debbie deb debra
susan sue susie
patricia patty tricia
rebecca becky becca
barbara barb barbie
victoria vicky tori
christina tina christine chrissy
alexandra sandra sandy lexi
samantha sammy
theresa terry tess teresa
pamela pam
cynthia cindy
judith judy
dorothy dot dottie
abigail abby
angela angie
veronica ronnie
josephine josie
stefan steffen
johannes hannes hans
friedrich fritz
wolfgang wolf
maximilian max
sebastian basti bastian
tobias tobi
matthias matze
francisco paco pancho
jose pepe
guillermo memo`, "\n") {
		words := strings.Fields(line)
		for _, w := range words[1:] {
			if _, taken := all[w]; !taken {
				all[w] = words[0]
			}
		}
	}
	return all
}()
